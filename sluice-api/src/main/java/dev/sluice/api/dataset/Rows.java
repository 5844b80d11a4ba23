package dev.sluice.api.dataset;

/** The columns by which plug-ins of the dataset tier and Sluice understand each other. */
public final class Rows {
    /** Which row: a text that says nothing else, never null. */
    public static final String ROW_ID = "sluice_row_id";

    /**
     * Of an error, as text: the kind of fault, in capitals, digits and underscores; of such kinds there are few. Required.
     */
    public static final String CODE = "code";

    /** Of an error, as text: the column that is wrong, or the path of a value in it. Null or absent: all that is read. */
    public static final String PATH = "path";

    /** Of an error, as text: the value that is wrong. Null or absent: that of the column that the path names. */
    public static final String VALUE = "value";

    /** Of an error, as text: one line. Null or absent: none. */
    public static final String MESSAGE = "message";

    private Rows() {}
}
