package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.DUPLICATE_COLUMN;
import static dev.sluice.api.ErrorCode.INVALID_NAME;
import static dev.sluice.api.ErrorCode.INVALID_TABLE_NAME;

import dev.sluice.api.Location;
import dev.sluice.core.yaml.Problems;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What names may look like. */
final class Names {
    private static final int MAX_LENGTH = 128;

    /** Columns of every table that cannot be declared: {@code MetadataColumns} of Iceberg 1.12.0. */
    private static final Set<String> METADATA = Set.of(
            "_file",
            "_pos",
            "_deleted",
            "_spec_id",
            "_partition",
            "_row_id",
            "_last_updated_sequence_number",
            "_commit_snapshot_id",
            "_change_type",
            "_change_ordinal");

    private final Problems problems;

    Names(Problems problems) {
        this.problems = problems;
    }

    /** A project's or pipeline's name: it becomes part of file names and URLs. */
    void checkIdentifier(String name, String what, @Nullable Location location) {
        boolean good = name.length() <= MAX_LENGTH
                && !name.isEmpty()
                && isLetter(name.charAt(0))
                && name.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '_' || c == '-');
        if (!good) {
            problems.add(
                    location,
                    INVALID_NAME,
                    "the %s name '%s' is not allowed".formatted(what, name),
                    "use at most %d letters, digits, '_' and '-', a letter first".formatted(MAX_LENGTH));
        }
    }

    Optional<TableName> table(String text, @Nullable Location location) {
        int dot = text.indexOf('.');
        String namespace = dot < 0 ? TableName.DEFAULT_NAMESPACE : text.substring(0, dot);
        String name = text.substring(dot + 1);
        if (isTablePart(namespace) && isTablePart(name)) {
            return Optional.of(new TableName(namespace, name));
        }
        problems.add(location, INVALID_TABLE_NAME, "the table name '%s' is not allowed".formatted(text));
        return Optional.empty();
    }

    /** A column of the source's or the target's. */
    boolean isColumn(String name, @Nullable Location location) {
        boolean good = !name.isBlank()
                && name.length() <= MAX_LENGTH * 2
                && name.strip().equals(name)
                && name.chars().noneMatch(c -> c == '.' || c == '`' || Character.isISOControl(c));
        if (!good) {
            problems.add(
                    location,
                    INVALID_NAME,
                    "the column name '%s' is not allowed".formatted(name),
                    "use no dot, backquote or control character, and no space at its ends");
        }
        return good;
    }

    /** A column that Sluice adds to the target: Iceberg must not have one of the name. */
    void refuseMetadata(String name, @Nullable Location location, String suggested) {
        if (METADATA.contains(name.toLowerCase(Locale.ROOT))) {
            problems.add(
                    location,
                    INVALID_NAME,
                    "the column name '%s' is one that Iceberg keeps for itself".formatted(name),
                    "use another name, such as " + suggested);
        }
    }

    /** Names that must differ by more than case. */
    Unique unique(String section) {
        return new Unique(section);
    }

    final class Unique {
        private final String section;
        private final Map<String, String> seen = new HashMap<>();

        private Unique(String section) {
            this.section = section;
        }

        void add(String name, @Nullable Location location) {
            String first = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (first != null) {
                String message = first.equals(name)
                        ? "the column '%s' stands twice in %s".formatted(name, section)
                        : "the columns '%s' and '%s' in %s differ only in case".formatted(first, name, section);
                problems.add(location, DUPLICATE_COLUMN, message);
            }
        }
    }

    private static boolean isTablePart(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && (isLetter(text.charAt(0)) || text.charAt(0) == '_')
                && text.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '_');
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
