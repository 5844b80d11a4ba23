package dev.sluice.spark.source.fixed;

/** From which ends of a value the padding is taken. */
public enum Trim {
    BOTH(true, true),
    LEFT(true, false),
    RIGHT(false, true),
    NONE(false, false);

    private final boolean left;
    private final boolean right;

    Trim(boolean left, boolean right) {
        this.left = left;
        this.right = right;
    }

    boolean left() {
        return left;
    }

    boolean right() {
        return right;
    }
}
