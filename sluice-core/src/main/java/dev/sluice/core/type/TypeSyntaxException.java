package dev.sluice.core.type;

/** A text names no type. The message is one line without a full stop. */
public final class TypeSyntaxException extends IllegalArgumentException {
    private final int offset;

    TypeSyntaxException(String what, int offset) {
        super(message(what, offset));
        this.offset = offset;
    }

    TypeSyntaxException(String what, int offset, Throwable cause) {
        super(message(what, offset), cause);
        this.offset = offset;
    }

    private static String message(String what, int offset) {
        return "Invalid type at character %d: %s".formatted(offset + 1, what);
    }

    /** Where in the text, in characters from 0. */
    public int offset() {
        return offset;
    }
}
