package dev.sluice.spark.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A value in a database that its column's type cannot hold here. */
final class UnreadableValue extends SQLException {
    private final @Nullable String text;

    /** @param text the value as the database writes it */
    UnreadableValue(@Nullable String text) {
        super("a value is none of its column's type");
        this.text = text;
    }

    @Nullable
    String text() {
        return text;
    }
}
