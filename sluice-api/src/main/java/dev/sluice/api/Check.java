package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * One condition under which a row is bad.
 *
 * @param code a {@link ReasonCode}'s name or the plug-in's own
 * @param fails true where the row is bad; null and false pass
 * @param columns the columns that the reason names; the first one's value is shown
 * @param message one line; <code>{name}</code> stands for the value of the column of that name
 * @param detail evaluated only for rows that fail: appended to the message; null for none
 */
public record Check(
        String code,
        Column fails,
        List<String> columns,
        String message,
        @Nullable Column detail) {
    public Check {
        requireNonNull(code, "code");
        requireNonNull(fails, "fails");
        requireNonNull(message, "message");
        columns = List.copyOf(columns);
    }

    public static Check of(ReasonCode code, Column fails, List<String> columns, String message) {
        return new Check(code.name(), fails, columns, message, null);
    }
}
