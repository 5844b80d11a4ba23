package dev.sluice.cli.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** One day's orders as CSV, the same for the same day. Every kind of mistake that a row can have comes in turn. */
public final class OrderFile {
    private static final String HEADER = "order_id,ordered_on,customer,email,country,status,quantity,price,note\n";
    private static final List<String> FIRST =
            List.of("Ada", "Björn", "Chiara", "Dilan", "Emeka", "Fatima", "Grace", "Hiro");
    private static final List<String> LAST =
            List.of("Lovelace", "Ericsson", "Rossi", "Yılmaz", "Okafor", "Zahra", "Hopper", "Tanaka");
    private static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "NG", "PL", "SE", "TR", "JP");
    private static final List<String> STATUSES = List.of("new", "paid", "shipped", "returned");
    private static final int KINDS = 13;

    private final LocalDate day;
    private final SplittableRandom random;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private OrderFile(LocalDate day) {
        this.day = day;
        this.random = new SplittableRandom(day.toEpochDay());
    }

    /**
     * The file's bytes, UTF-8 but for rows that are bad in just that.
     *
     * @param rows how many records
     * @param badEvery each how many records one is bad
     */
    public static byte[] of(LocalDate day, int rows, int badEvery) {
        OrderFile file = new OrderFile(day);
        file.print(HEADER);
        for (int i = 1; i <= rows; i++) {
            // Each day ends on a quote that is never closed, for that mistake swallows what follows.
            if (i == rows) {
                file.print(file.good(i).replace(",ok\n", ",\"never closed\n"));
            } else if (i % badEvery == 0) {
                file.bad(i, i / badEvery % KINDS);
            } else {
                file.print(file.good(i));
            }
        }
        return file.bytes.toByteArray();
    }

    private String good(int number) {
        return row(number, day.toString(), customer(), "new", random.nextInt(1, 9), price(), "ok");
    }

    private void bad(int number, int kind) {
        String ordered = day.toString();
        switch (kind) {
            case 0 -> print(row(number, "31.02.2026", customer(), "new", 1, price(), "no such date"));
            case 1 -> print(row(number, ordered, customer(), "lost", 1, price(), "unknown status"));
            case 2 -> print(row(number, ordered, customer(), "new", 0, price(), "quantity out of range"));
            case 3 -> print(row(number, ordered, customer(), "new", 1, "12,x0", "price is no number"));
            case 4 -> print(row(number, ordered, customer(), "paid", 1, "0.00", "paid for nothing"));
            case 5 -> print(row(number, ordered, "", "new", 1, price(), "no customer"));
            case 6 ->
                print(row(number, ordered, customer(), "new", 1, price(), "bad mail")
                        .replace("@", " at "));
            case 7 -> print(number + "," + ordered + "," + customer() + "\n");
            case 8 -> print(row(number, ordered, customer(), "new", 1, price(), "one,field,too,many"));
            case 9 -> print(row(number, ordered, customer(), "new", 1, "99999999999.99", "price too large"));
            case 10 ->
                print(row(number, ordered, customer(), "new", 1, price(), "wrong country")
                        .replaceFirst(",[A-Z]{2},", ",Germany,"));
            case 11 -> {
                // A byte that is no UTF-8.
                print(number + "," + ordered + ",Zo");
                bytes.write(0xeb);
                print(" Martin,zoe@example.com,FR,new,1,9.90,ok\n");
            }
            // Three mistakes in one row: one record in quarantine, three reasons.
            default -> print(row(number, "yesterday", customer(), "lost", -4, price(), "three mistakes"));
        }
    }

    private String row(
            int number, String ordered, String customer, String status, int quantity, String price, String note) {
        String mail = customer.isEmpty()
                ? "nobody@example.com"
                : customer.substring(0, customer.indexOf(' '))
                                .toLowerCase(Locale.ROOT)
                                .replace("ö", "oe") + number + "@example.com";
        String state =
                status.equals("new") && note.equals("ok") ? STATUSES.get(random.nextInt(STATUSES.size())) : status;
        String cell = price.contains(",") ? '"' + price + '"' : price;
        return String.join(
                        ",",
                        Long.toString(day.toEpochDay() * 1_000_000 + number),
                        ordered,
                        customer,
                        mail,
                        COUNTRIES.get(random.nextInt(COUNTRIES.size())),
                        state,
                        Integer.toString(quantity),
                        cell,
                        note)
                + "\n";
    }

    private String customer() {
        return FIRST.get(random.nextInt(FIRST.size())) + " " + LAST.get(random.nextInt(LAST.size()));
    }

    private String price() {
        return String.format(Locale.ROOT, "%d.%02d", random.nextInt(1, 500), random.nextInt(100));
    }

    private void print(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
