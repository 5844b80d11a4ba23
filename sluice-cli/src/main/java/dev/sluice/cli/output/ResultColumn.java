package dev.sluice.cli.output;

import static java.util.Objects.requireNonNull;

/**
 * A column of a result.
 *
 * @param type as Spark writes it, such as {@code bigint}
 * @param alignRight whether its values are numbers
 */
public record ResultColumn(String name, String type, boolean alignRight) {
    public ResultColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }

    public static ResultColumn text(String name) {
        return new ResultColumn(name, "string", false);
    }

    public static ResultColumn number(String name) {
        return new ResultColumn(name, "bigint", true);
    }
}
