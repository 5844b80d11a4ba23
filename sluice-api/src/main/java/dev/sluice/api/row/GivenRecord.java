package dev.sluice.api.row;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record made of given values. */
record GivenRecord(Map<String, ? extends @Nullable Object> values) implements RecordView {
    GivenRecord {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public List<String> columns() {
        return List.copyOf(values.keySet());
    }

    @Override
    public @Nullable Object value(String column) {
        if (!values.containsKey(column)) {
            throw new IllegalArgumentException("the record has no column '%s'".formatted(column));
        }
        return values.get(column);
    }

    @Override
    @SuppressWarnings("unchecked") // a struct's fields have names
    public @Nullable RecordView struct(String column) {
        return value(column) instanceof Map<?, ?> map
                ? new GivenRecord((Map<String, @Nullable Object>) map)
                : RecordView.super.struct(column);
    }
}
