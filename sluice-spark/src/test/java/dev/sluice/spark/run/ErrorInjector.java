package dev.sluice.spark.run;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes customers, and errors in them whose truth is known. Knows nothing of what may mend them. */
final class ErrorInjector {
    static final List<String> COLUMNS = List.of("id", "name", "gender", "born", "level", "state", "amount");
    private static final List<String> NAMES = List.of(
            "Müller", "Renée", "Jørgen", "Zoë", "Weiß", "Núñez", "Gonçalves", "Åström", "Smith", "Söderström", "Ölçer");
    private static final List<String> GENDERS = List.of("f", "m", "x");
    private static final List<String> LEVELS = List.of("bronze", "silver", "gold", "platinum");
    private static final List<String> STATES = List.of("open", "paid", "unpaid", "shipped", "returned");
    private static final Map<String, List<String>> WORDS = Map.of(
            "f", List.of("female", "woman", "Frau", "F."),
            "m", List.of("male", "man", "Herr", "M."),
            "x", List.of("diverse", "other", "divers", "X."));

    private final Random random;

    ErrorInjector(long seed) {
        this.random = new Random(seed);
    }

    /** What was done to a cell. */
    enum Kind {
        /** Of texts: what reads numbers and dates passes over blanks by itself. */
        PADDING("name", "gender", "level", "state"),
        MOJIBAKE("name"),
        SWAPPED("born"),
        SEPARATORS("amount"),
        SYNONYM("gender"),
        TYPO("level", "state");

        private final List<String> columns;

        Kind(String... columns) {
            this.columns = List.of(columns);
        }
    }

    /** One row: what it should be, what was read of it, and what was done to which column. */
    record Sample(Map<String, String> truth, Map<String, String> dirty, Map<String, Kind> errors) {}

    /** @param share of the rows that get one error or more */
    List<Sample> samples(int rows, double share) {
        List<Sample> samples = new ArrayList<>();
        for (int id = 1; id <= rows; id++) {
            Map<String, String> truth = row(id);
            Map<String, String> dirty = new LinkedHashMap<>(truth);
            Map<String, Kind> errors = new LinkedHashMap<>();
            if (random.nextDouble() < share) {
                int wanted = random.nextInt(10) == 0 ? 2 : 1;
                for (int i = 0; i < 50 && errors.size() < wanted; i++) {
                    inject(dirty, errors);
                }
            }
            samples.add(new Sample(truth, dirty, errors));
        }
        return samples;
    }

    private Map<String, String> row(int id) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", Integer.toString(id));
        row.put("name", one(NAMES));
        row.put("gender", one(GENDERS));
        row.put(
                "born",
                "%02d/%02d/%d".formatted(1 + random.nextInt(28), 1 + random.nextInt(12), 1930 + random.nextInt(80)));
        row.put("level", one(LEVELS));
        row.put("state", one(STATES));
        row.put("amount", random.nextInt(5_000_000) + "." + (10 + random.nextInt(90)));
        return row;
    }

    private void inject(Map<String, String> row, Map<String, Kind> errors) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        String column = one(kind.columns);
        if (errors.containsKey(column)) {
            return;
        }
        String value = row.get(column);
        String wrong = switch (kind) {
            case PADDING -> one(List.of(" ", "\u00a0", "  ", "\t")) + value + one(List.of("", " "));
            case MOJIBAKE -> new String(value.getBytes(StandardCharsets.UTF_8), Charset.forName("windows-1252"));
            case SWAPPED -> value.substring(3, 5) + "/" + value.substring(0, 2) + value.substring(5);
            case SEPARATORS -> separated(value, one(List.of(",", "'", " ")));
            case SYNONYM -> one(WORDS.get(value));
            case TYPO -> typo(value);
        };
        if (!wrong.equals(value) && !wrong.contains("\ufffd")) {
            row.put(column, wrong);
            errors.put(column, kind);
        }
    }

    private static String separated(String number, String separator) {
        int point = number.indexOf('.');
        StringBuilder text = new StringBuilder(number);
        for (int at = point - 3; at > 0; at -= 3) {
            text.insert(at, separator);
        }
        return text.toString();
    }

    private String typo(String word) {
        int at = random.nextInt(word.length());
        String letter = String.valueOf((char) ('a' + random.nextInt(26)));
        return switch (random.nextInt(4)) {
            case 0 -> word.substring(0, at) + word.substring(at + 1);
            case 1 -> word.substring(0, at) + letter + word.substring(at);
            case 2 -> word.substring(0, at) + letter + word.substring(at + 1);
            default ->
                at == 0
                        ? word.substring(1, 2) + word.charAt(0) + word.substring(2)
                        : word.substring(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.substring(at + 1);
        };
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    static String csv(List<Sample> samples) {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        for (Sample sample : samples) {
            for (int i = 0; i < COLUMNS.size(); i++) {
                text.append(i == 0 ? "" : ",")
                        .append('"')
                        .append(sample.dirty().get(COLUMNS.get(i)))
                        .append('"');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
