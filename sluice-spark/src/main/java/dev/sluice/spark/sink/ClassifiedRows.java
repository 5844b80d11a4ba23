package dev.sluice.spark.sink;

/**
 * The columns of the dataset that the one pass makes: each row is good or bad, or neither where a filter that the
 * pipeline declares took it; beside that there may be something to note of it.
 */
public final class ClassifiedRows {
    /**
     * A struct of the target's columns in the table's order; null where the row is bad. Where rows may be mended, the last
     * one is the row's id, which the writer sets.
     */
    public static final String GOOD = "good";

    /** A struct of whatever {@link BadRowMapper} needs; null where the row is good as it was read. */
    public static final String BAD = "bad";

    /**
     * Of a row that is good because it was mended, an array of what was changed in its cells, as {@link RowMending} knows
     * it; such a row is both good and {@link #BAD}, which tells what it was. Null for all others. The column is absent where
     * nothing is mended.
     */
    public static final String MENDED = "mended";

    /**
     * A struct of whatever {@link RowNotices} needs; null where there is nothing to note. The column is absent where no
     * rule notes anything.
     */
    public static final String NOTICES = "notices";
    /** Optional: the file of every row, good or bad, where rows are to be counted by file, or have a {@link #PLACE}. */
    public static final String FILE = "file";

    /**
     * Optional: a {@link dev.sluice.spark.window.PlaceCode}, never null. A row that it leaves to another run is counted as
     * deferred, whatever else is said of it.
     */
    public static final String PLACE = "place";

    private ClassifiedRows() {}
}
