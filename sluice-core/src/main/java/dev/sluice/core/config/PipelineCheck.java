package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.AGGREGATE_NOT_ALLOWED;
import static dev.sluice.api.ErrorCode.EXPRESSION_FORM;
import static dev.sluice.api.ErrorCode.EXPRESSION_SYNTAX;
import static dev.sluice.api.ErrorCode.EXPRESSION_TOO_DEEP;
import static dev.sluice.api.ErrorCode.EXPRESSION_TOO_LONG;
import static dev.sluice.api.ErrorCode.FUNCTION_NOT_ALLOWED;
import static dev.sluice.api.ErrorCode.NOT_DETERMINISTIC;
import static dev.sluice.api.ErrorCode.SUBQUERY_NOT_ALLOWED;
import static dev.sluice.api.ErrorCode.UNKNOWN_FUNCTION;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.PackSteps;
import dev.sluice.core.spec.PipelineReader;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.PipelineVersion;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.MapTree;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and plans a pipeline, so that the problems of both come together; follow-up problems are left out. */
final class PipelineCheck {
    /** What is wrong with an expression whatever columns there are. */
    private static final Set<ErrorCode> EXPRESSION = EnumSet.of(
            EXPRESSION_SYNTAX,
            FUNCTION_NOT_ALLOWED,
            UNKNOWN_FUNCTION,
            SUBQUERY_NOT_ALLOWED,
            AGGREGATE_NOT_ALLOWED,
            NOT_DETERMINISTIC,
            EXPRESSION_FORM,
            EXPRESSION_TOO_LONG,
            EXPRESSION_TOO_DEEP);

    private final PluginRegistry plugins;
    private final Path folder;
    private final List<Location> unresolved;

    /** @param unresolved values with a reference that could not be resolved, which was told already */
    PipelineCheck(PluginRegistry plugins, Path folder, List<Location> unresolved) {
        this.plugins = plugins;
        this.folder = folder;
        this.unresolved = unresolved;
    }

    /** The pipeline; null only if there are problems. */
    @Nullable
    PipelineSpec check(
            MapTree root,
            String name,
            PipelineVersion configuration,
            Location at,
            List<PackSteps> packs,
            Problems problems) {
        Problems found = new Problems();
        PipelineReader.Draft draft = new PipelineReader(found, plugins, folder)
                .read(root, name, configuration, at, packs)
                .orElse(null);
        if (draft != null) {
            boolean all = draft.columnsKnown() && unresolved.isEmpty();
            planProblems(draft.spec()).stream()
                    .filter(problem -> all || EXPRESSION.contains(problem.code()))
                    .forEach(found::add);
        }
        found.list().stream().filter(problem -> !followsUp(problem)).forEach(problems::add);
        return draft == null ? null : draft.spec();
    }

    private static List<Problem> planProblems(PipelineSpec spec) {
        try {
            Objects.requireNonNull(PipelinePlan.of(spec));
            return List.of();
        } catch (SluiceException e) {
            return e.problems();
        }
    }

    private boolean followsUp(Problem problem) {
        Location place = problem.location();
        return place != null
                && unresolved.stream()
                        .anyMatch(value -> value.file().equals(place.file())
                                && value.line() == place.line()
                                && value.column() <= place.column()
                                && place.column() < value.column() + value.length());
    }
}
