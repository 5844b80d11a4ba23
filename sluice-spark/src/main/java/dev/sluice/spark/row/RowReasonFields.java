package dev.sluice.spark.row;

/** Where a reason that a step of the row tier gave has what. */
public final class RowReasonFields {
    public static final int CODE = 0;
    /** Null where the reason concerns all that the step reads. */
    public static final int PATH = 1;
    /** May be null. */
    public static final int VALUE = 2;

    public static final int MESSAGE = 3;
    public static final int COUNT = 4;

    private RowReasonFields() {}

    /** A path without indices and keys: what all elements of an array have in common. */
    public static String pattern(String path) {
        return PathValue.pattern(path);
    }
}
