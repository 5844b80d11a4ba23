package dev.sluice.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;

/** Writes a {@link Workload}, once. */
final class WorkloadFile {
    private static final int CHUNK = 1 << 16;
    private static final String[] FIRST = {
        "Ada",
        "Bruno",
        "Cleo",
        "Dario",
        "Edith",
        "Farid",
        "Greta",
        "Hugo",
        "Ines",
        "Jonas",
        "Katharina",
        "Lev",
        "Mira",
        "Nikolai",
        "Olga",
        "Priya"
    };
    private static final String[] LAST = {
        "Abbott",
        "Berger",
        "Castillo",
        "Dahl",
        "Eriksson",
        "Fontaine",
        "Gruber",
        "Hill",
        "Ivanova",
        "Jensen",
        "Kowalski",
        "Lindqvist",
        "Moss",
        "Nakamura",
        "Okafor",
        "Papadopoulos"
    };

    private final Workload workload;
    private final SplittableRandom random = new SplittableRandom(20260101);
    private final StringBuilder text = new StringBuilder(CHUNK + 4096);

    private WorkloadFile(Workload workload) {
        this.workload = workload;
    }

    /** The file with the workload's rows in the folder; made unless it is there. */
    static Path in(Path folder, Workload workload) throws IOException {
        Path file = folder.resolve(
                "customers-%dx%d-%s.csv".formatted(workload.rows(), workload.columns(), workload.badPercent()));
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "making", ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            new WorkloadFile(workload).write(out);
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(OutputStream out) throws IOException {
        text.append(String.join(",", workload.header())).append('\n');
        for (long row = 0; row < workload.rows(); row++) {
            append(row);
            if (text.length() >= CHUNK) {
                flush(out);
            }
        }
        flush(out);
    }

    private void flush(OutputStream out) throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        text.setLength(0);
    }

    private void append(long row) {
        Workload.Fault fault = workload.isBad(row) ? workload.fault(row) : null;
        text.append(row + 1).append(',');
        if (fault != Workload.Fault.NO_NAME) {
            text.append(one(FIRST)).append(' ').append(one(LAST));
        }
        text.append(',');
        date(1940, 65, fault == Workload.Fault.NO_SUCH_DAY ? 2 : 0);
        int cut = text.length();
        text.append(',')
                .append(fault == Workload.Fault.UNKNOWN_LEVEL ? "platinum" : level())
                .append(',');
        cents(2_000_000);
        text.append(',')
                .append(random.nextInt(10_000_000) / 1e5)
                .append(',')
                .append(random.nextInt(5_000))
                .append(',');
        date(2020, 5, 0);
        text.append(' ');
        two(random.nextInt(24)).append(':');
        two(random.nextInt(60)).append(':');
        two(random.nextInt(60));
        for (int i = 0; i < workload.columns() - Workload.LEAST_COLUMNS; i++) {
            text.append(',');
            more(i);
        }
        if (fault == Workload.Fault.SHORT_ROW) {
            text.setLength(cut);
        }
        text.append('\n');
    }

    private void more(int column) {
        switch (column % 4) {
            case 0 -> text.append(random.nextInt(100_000));
            case 1 -> text.append(one(LAST));
            case 2 -> text.append(random.nextInt(1_000_000) / 1e3);
            default -> cents(200_000);
        }
    }

    private String level() {
        return Workload.LEVELS.get(random.nextInt(Workload.LEVELS.size()));
    }

    private String one(String[] words) {
        return words[random.nextInt(words.length)];
    }

    /** A date of the years from {@code year}; the 31st of {@code badMonth} unless that is 0. */
    private void date(int year, int years, int badMonth) {
        int month = 1 + random.nextInt(12);
        int day = 1 + random.nextInt(28);
        text.append(year + random.nextInt(years)).append('-');
        two(badMonth == 0 ? month : badMonth).append('-');
        two(badMonth == 0 ? day : 31);
    }

    /** An amount below and above zero. */
    private void cents(int range) {
        int cents = random.nextInt(range) - range / 10;
        text.append(cents < 0 ? "-" : "").append(Math.abs(cents) / 100).append('.');
        two(Math.abs(cents) % 100);
    }

    private StringBuilder two(int number) {
        return (number < 10 ? text.append('0') : text).append(number);
    }
}
