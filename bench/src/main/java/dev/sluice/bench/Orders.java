package dev.sluice.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;

/**
 * Orders of customers as CSV, with skewed keys: three of ten orders are of one customer, half of the others of a
 * hundredth of the customers. One order in 200 is of a customer who is in no list. One in 500 has the id of another; half
 * of these the same one.
 *
 * @param customers in the list
 */
record Orders(long rows, int customers) {
    static final int ORPHAN_EVERY = 200;
    static final int REPEATED_EVERY = 500;
    private static final long HOT_ID = 42;

    Counts all() {
        return new Counts(rows, 0);
    }

    /** With orders of unknown customers refused. */
    Counts knownCustomers() {
        long bad = (rows + ORPHAN_EVERY - 1) / ORPHAN_EVERY;
        return new Counts(rows - bad, bad);
    }

    /** With every order refused whose id another has. */
    Counts uniqueIds() {
        long repeats = rows / REPEATED_EVERY;
        // Every other one has an id of its own neighbour, so that two are refused; the others share the hot id.
        long hot = (repeats + 1) / 2;
        long pairs = repeats / 2;
        long bad = (hot > 0 ? hot + 1 : 0) + 2 * pairs;
        return new Counts(rows - bad, bad);
    }

    /** Makes both files, unless they are there. */
    Orders write(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(customerFile(folder))) {
            Path part = Files.createTempFile(folder, "making", ".part");
            try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.US_ASCII)) {
                out.write("id,name\n");
                for (int customer = 1; customer <= customers; customer++) {
                    out.write(customer + ",customer number " + customer + "\n");
                }
            }
            Files.move(part, customerFile(folder), StandardCopyOption.ATOMIC_MOVE);
        }
        if (!Files.exists(orderFile(folder))) {
            Path part = Files.createTempFile(folder, "making", ".part");
            try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.US_ASCII)) {
                writeOrders(out);
            }
            Files.move(part, orderFile(folder), StandardCopyOption.ATOMIC_MOVE);
        }
        return this;
    }

    Path customerFile(Path folder) {
        return folder.resolve("customers-%d.csv".formatted(customers)).toAbsolutePath();
    }

    Path orderFile(Path folder) {
        return folder.resolve("orders-%d-of-%d.csv".formatted(rows, customers)).toAbsolutePath();
    }

    private void writeOrders(BufferedWriter out) throws IOException {
        SplittableRandom random = new SplittableRandom(20260202);
        out.write("id,customer,product,amount,quantity,state,ordered\n");
        StringBuilder line = new StringBuilder();
        long repeats = 0;
        for (long row = 0; row < rows; row++) {
            long id = 1000 + row;
            // The last of each 500, so that its neighbour before it is none itself.
            if (row % REPEATED_EVERY == REPEATED_EVERY - 1) {
                id = repeats++ % 2 == 0 ? HOT_ID : id - 1;
            } else if (row == 0) {
                id = HOT_ID;
            }
            line.setLength(0);
            line.append(id).append(',').append(row % ORPHAN_EVERY == 0 ? customers + 1 + row : customer(random));
            line.append(",product ").append(random.nextInt(5_000)).append(',');
            line.append(random.nextInt(1_000))
                    .append('.')
                    .append(10 + random.nextInt(90))
                    .append(',');
            line.append(1 + random.nextInt(9)).append(random.nextBoolean() ? ",open," : ",done,");
            line.append("2026-0").append(1 + random.nextInt(9)).append('-').append(10 + random.nextInt(18));
            line.append(" 0")
                    .append(random.nextInt(10))
                    .append(':')
                    .append(10 + random.nextInt(50))
                    .append(":00\n");
            out.append(line);
        }
    }

    private int customer(SplittableRandom random) {
        int kind = random.nextInt(20);
        if (kind < 6) {
            return 7;
        }
        return 1 + random.nextInt(kind < 13 ? Math.max(1, customers / 100) : customers);
    }
}
