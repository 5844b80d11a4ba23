package dev.sluice.core.dag;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.WriteSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sees that no pipeline replaces rows that another has written. */
final class SharedTargets {
    private SharedTargets() {}

    static void check(Collection<PipelineSpec> pipelines) {
        Map<String, PipelineSpec> sorted = new TreeMap<>();
        pipelines.forEach(spec -> sorted.put(spec.name(), spec));
        Map<TableName, PipelineSpec> writers = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (PipelineSpec spec : sorted.values()) {
            PipelineSpec other = writers.putIfAbsent(spec.target().table(), spec);
            if (other != null) {
                conflict(spec, other)
                        .ifPresent(why -> problems.add(Problem.at(
                                spec.target().location(),
                                ErrorCode.TARGET_SHARED,
                                "pipelines %s and %s both write %s, and %s"
                                        .formatted(
                                                other.name(),
                                                spec.name(),
                                                spec.target().table(),
                                                why))));
            }
        }
        if (!problems.isEmpty()) {
            throw new SluiceException(problems);
        }
    }

    private static Optional<String> conflict(PipelineSpec spec, PipelineSpec other) {
        if (replaces(spec) || replaces(other)) {
            return Optional.of("%s replaces all of its rows".formatted(replaces(spec) ? spec.name() : other.name()));
        }
        return spec.window().isPresent() && other.window().isPresent()
                ? Optional.of("each replaces the other's rows of its windows")
                : Optional.empty();
    }

    /** Whether each run makes all of the table. */
    private static boolean replaces(PipelineSpec spec) {
        return spec.target().write() instanceof WriteSpec.Replace;
    }
}
