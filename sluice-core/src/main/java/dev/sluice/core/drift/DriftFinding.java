package dev.sluice.core.drift;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A difference that some files have.
 *
 * @param column as it was expected; of a new one as it is
 * @param was the type that was expected; null where it does not matter
 * @param is the type, or of a renamed column the name, that stands there; null where nothing does
 * @param since what the files are compared with, such as {@code run 20260105-…}
 * @param files in their order
 */
public record DriftFinding(
        DriftKind kind,
        String column,
        @Nullable String was,
        @Nullable String is,
        String since,
        List<String> files) {
    public DriftFinding {
        requireNonNull(kind, "kind");
        requireNonNull(column, "column");
        requireNonNull(since, "since");
        files = List.copyOf(files);
    }

    /** What differs, in some words. */
    public String text() {
        return switch (kind) {
            case NEW -> "column %s is new%s".formatted(column, is == null ? "" : " (" + is + ")");
            case MISSING -> "column %s is missing".formatted(column);
            case RENAMED -> "column %s seems to be renamed to %s".formatted(column, is);
            case RETYPED -> "column %s was %s and is %s".formatted(column, was, is);
        };
    }

    /** One line for a warning. */
    public String line() {
        String first = files.get(0).substring(files.get(0).lastIndexOf('/') + 1);
        String more = files.size() == 1 ? "" : " and %d more files".formatted(files.size() - 1);
        String hint = kind == DriftKind.RENAMED ? "; if so, add the alias to source.columns" : "";
        return "drift: %s in %s%s, against %s%s".formatted(text(), first, more, since, hint);
    }
}
