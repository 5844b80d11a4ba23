package dev.sluice.core.testing;

import dev.sluice.core.type.ColumnType;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table that a case gives rows to.
 *
 * @param types of columns; those of a pipeline's target go without saying, others are strings
 */
public record GivenTable(Map<String, ColumnType> types, List<MapTree> rows) {
    public GivenTable {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        rows = List.copyOf(rows);
    }
}
