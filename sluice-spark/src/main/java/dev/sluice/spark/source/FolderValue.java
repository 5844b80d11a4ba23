package dev.sluice.spark.source;

import dev.sluice.spark.expression.ValueFunction;
import java.util.List;
import java.util.Objects;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The value of a partition column, by a file's URI. Remembers the last file, for its records come one after the other. */
final class FolderValue implements ValueFunction.ToObject {
    private static final long serialVersionUID = 1;

    private final List<String> columns;
    private final int column;
    private transient volatile @Nullable Known last;

    private record Known(UTF8String uri, @Nullable UTF8String value) {}

    FolderValue(List<String> columns, int column) {
        this.columns = columns;
        this.column = column;
    }

    @Override
    public @Nullable Object apply(UTF8String uri) {
        Known known = last;
        if (known == null || !known.uri().equals(uri)) {
            known = new Known(uri.copy(), value(uri.toString()));
            last = known;
        }
        return known.value();
    }

    private @Nullable UTF8String value(String uri) {
        return FolderPartitions.of(uri, columns)
                .map(values -> values.get(column))
                .map(UTF8String::fromString)
                .orElse(null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FolderValue that && columns.equals(that.columns) && column == that.column;
    }

    @Override
    public int hashCode() {
        return Objects.hash(columns, column);
    }
}
