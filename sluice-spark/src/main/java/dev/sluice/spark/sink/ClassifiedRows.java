package dev.sluice.spark.sink;

/**
 * The columns of the dataset that the one pass makes: each row is good or bad, or neither where a filter that the
 * pipeline declares took it; beside that there may be something to note of it.
 */
public final class ClassifiedRows {
    /** A struct of the target's columns in the table's order; null where the row is bad. */
    public static final String GOOD = "good";

    /** A struct of whatever {@link BadRowMapper} needs; null where the row is good. */
    public static final String BAD = "bad";

    /**
     * A struct of whatever {@link RowNotices} needs; null where there is nothing to note. The column is absent where no
     * rule notes anything.
     */
    public static final String NOTICES = "notices";
    /** Optional: the file of every row, good or bad, where rows are to be counted by file. */
    public static final String FILE = "file";

    private ClassifiedRows() {}
}
