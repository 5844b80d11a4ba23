package dev.sluice.core.plan;

import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which columns the source must give.
 *
 * @param closed whether the source says which columns it has, so that no others can be read from it
 */
record SourceNames(List<SourceColumn> columns, boolean closed) {
    /** Those declared; else every name that is read, or wanted by the target, before any step has made or removed it. */
    static SourceNames of(PipelineSpec pipeline, List<Touch> touches) {
        List<SourceColumn> declared = new ArrayList<>(pipeline.source().columns());
        List<SourceColumn> folders = pipeline.source().partitions().stream()
                .map(name -> new SourceColumn(
                        name, List.of(), false, pipeline.source().location(), Primitive.STRING))
                .toList();
        if (!declared.isEmpty()) {
            declared.addAll(folders);
            return new SourceNames(declared, true);
        }
        Map<String, SourceColumn> read = new LinkedHashMap<>();
        Set<String> changed = new HashSet<>();
        for (Touch touch : touches) {
            for (Read column : touch.reads()) {
                if (!changed.contains(column.name())) {
                    read.putIfAbsent(
                            column.name(), new SourceColumn(column.name(), List.of(), false, column.location()));
                }
            }
            changed.addAll(touch.footprint().removes());
            changed.addAll(touch.footprint().writes().keySet());
        }
        for (TargetColumn column : pipeline.target().columns()) {
            if (!changed.contains(column.name())) {
                read.putIfAbsent(column.name(), new SourceColumn(column.name(), List.of(), false, column.location()));
            }
        }
        folders.forEach(column -> read.put(column.name(), column));
        return new SourceNames(List.copyOf(read.values()), false);
    }
}
