package dev.sluice.core.plan;

import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.TargetColumn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which source columns a file must have, because without them no row could land. */
final class Requirement {
    private Requirement() {}

    /** The source columns with {@code required} resolved. */
    static List<SourceColumn> resolve(SourceNames source, List<Touch> touches, PipelineSpec pipeline) {
        // For each column the source columns that must not be null for it not to be null.
        Map<String, Set<String>> needs = new HashMap<>();
        source.columns().forEach(column -> needs.put(column.name(), Set.of(column.name())));
        for (Touch touch : touches) {
            Map<String, Set<String>> made = new HashMap<>();
            for (String name : touch.footprint().writes().keySet()) {
                Set<String> needed = new HashSet<>();
                if (touch.footprint().nullInNullOut()) {
                    touch.footprint()
                            .sourcesOf(name)
                            .forEach(read -> needed.addAll(needs.getOrDefault(read, Set.of())));
                }
                made.put(name, needed);
            }
            touch.footprint().removes().forEach(needs::remove);
            needs.putAll(made);
        }
        Set<String> required = new HashSet<>();
        pipeline.target().columns().stream()
                .filter(TargetColumn::required)
                .forEach(column -> required.addAll(needs.getOrDefault(column.name(), Set.of())));
        return source.columns().stream()
                .map(column -> new SourceColumn(
                        column.name(),
                        column.aliases(),
                        column.required() || required.contains(column.name()),
                        column.location(),
                        column.type()))
                .toList();
    }
}
