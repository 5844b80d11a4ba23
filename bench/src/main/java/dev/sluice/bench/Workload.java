package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of customers as CSV, some of its rows bad in one of four ways: too short, a day that no calendar has, a level
 * that is none, no name. The same workload is the same text, byte for byte.
 *
 * @param rows of the file, the header not counted
 * @param badPercent 0 to 100, exact: bad rows are spread evenly, of each kind as many
 * @param columns of the file, {@value #LEAST_COLUMNS} or more; the target has one more, since the name is split in two
 * @param rules how many conditions are checked besides types, required columns and levels
 */
record Workload(long rows, double badPercent, int columns, int rules) {
    static final int LEAST_COLUMNS = 8;

    /** What may be wrong with a row. */
    enum Fault {
        SHORT_ROW,
        NO_SUCH_DAY,
        UNKNOWN_LEVEL,
        NO_NAME
    }

    static final List<String> LEVELS = List.of("bronze", "silver", "gold");

    private static final List<Field> CUSTOMER = List.of(
            new Field("id", "long"),
            new Field("firstName", "string"),
            new Field("lastName", "string"),
            new Field("birthDate", "date"),
            new Field("level", "string"),
            new Field("balance", "decimal(12,2)"),
            new Field("score", "double"),
            new Field("visits", "int"),
            new Field("updatedAt", "timestamp"));
    private static final List<String> MORE_TYPES = List.of("int", "string", "double", "decimal(10,2)");

    Workload {
        if (rows < 1 || badPercent < 0 || badPercent > 100 || columns < LEAST_COLUMNS || rules < 0) {
            throw new IllegalArgumentException(
                    "Invalid workload: %d rows, %s %% bad, %d columns (at least %d), %d rules"
                            .formatted(rows, badPercent, columns, LEAST_COLUMNS, rules));
        }
    }

    Workload withRules(int newRules) {
        return new Workload(rows, badPercent, columns, newRules);
    }

    Workload withRows(long newRows) {
        return new Workload(newRows, badPercent, columns, rules);
    }

    Counts expected() {
        long bad = badBefore(rows);
        return new Counts(rows - bad, bad);
    }

    private long badBefore(long row) {
        return (long) (row * badPercent / 100);
    }

    boolean isBad(long row) {
        return badBefore(row) < badBefore(row + 1);
    }

    /** What is wrong with a bad row. */
    Fault fault(long row) {
        Fault[] all = Fault.values();
        return all[(int) (badBefore(row) % all.length)];
    }

    /** The columns of the target. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>(CUSTOMER);
        for (int i = 0; i < columns - LEAST_COLUMNS; i++) {
            fields.add(new Field("c" + (LEAST_COLUMNS + 1 + i), MORE_TYPES.get(i % MORE_TYPES.size())));
        }
        return fields;
    }

    /** Those of the file. */
    List<String> header() {
        List<String> names = new ArrayList<>(fields().stream().map(Field::name).toList());
        names.remove("lastName");
        names.set(names.indexOf("firstName"), "name");
        return names;
    }

    /** Columns that must have a value. */
    List<String> required() {
        return List.of("id", "firstName", "lastName");
    }

    List<Rule> checks() {
        List<Field> fields = fields();
        List<Rule> checks = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            checks.add(Rule.of(fields.get(i % fields.size()), i));
        }
        return checks;
    }
}
