package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Problem;
import dev.sluice.api.sink.Sink;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TableRows;
import dev.sluice.core.type.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether the connections that a pipeline names are there. */
public final class ConnectionChecks {
    private final ProjectSpec project;
    private final List<Problem> problems = new ArrayList<>();

    private ConnectionChecks(ProjectSpec project) {
        this.project = project;
    }

    public static List<Problem> of(PipelineSpec pipeline, ProjectSpec project) {
        ConnectionChecks checks = new ConnectionChecks(project);
        pipeline.source().tables().ifPresent(rows -> {
            if (rows instanceof TableRows.Database database) {
                checks.require(database.connection(), database.location());
            }
        });
        for (Step<Sink> sink : pipeline.sinks()) {
            Option<String> option = sink.plugin().connection().orElse(null);
            String name = option == null ? null : sink.options().find(option).orElse(null);
            if (option != null && name != null) {
                checks.require(name, sink.options().location(option));
            }
        }
        return checks.problems;
    }

    private void require(String name, @Nullable Location at) {
        if (project.connections().containsKey(name)) {
            return;
        }
        TreeSet<String> known = new TreeSet<>(project.connections().keySet());
        String near = DidYouMean.hint(name, known);
        String hint = known.isEmpty()
                ? "declare it under 'connections:' in sluice.yaml"
                : "known: " + String.join(", ", known);
        problems.add(Problem.at(at, ErrorCode.UNKNOWN_CONNECTION, "unknown connection '%s'".formatted(name))
                .withHint(near == null ? hint : near));
    }
}
