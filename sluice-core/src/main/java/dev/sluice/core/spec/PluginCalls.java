package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.PLUGIN_FAILED;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Location;
import dev.sluice.api.Options;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.core.yaml.Problems;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks plug-ins, whose exceptions are problems of the step and no end of the reading. */
final class PluginCalls {
    private final Problems problems;

    PluginCalls(Problems problems) {
        this.problems = problems;
    }

    void check(Plugin plugin, Options options, @Nullable Location at) {
        for (Problem problem : ask(plugin, at, List.<Problem>of(), () -> plugin.check(options))) {
            problems.add(
                    problem.location() == null
                            ? new Problem(problem.code(), problem.message(), at, problem.hint())
                            : problem);
        }
    }

    /** The columns that the step reads, as far as its plug-in tells. */
    List<String> reads(Plugin plugin, Options options, @Nullable Location at) {
        return ask(plugin, at, List.<String>of(), () -> {
            if (plugin instanceof ConverterPlugin converter) {
                return converter.footprint(options).reads();
            }
            return plugin instanceof ValidatorPlugin validator ? validator.reads(options) : List.of();
        });
    }

    private <T> T ask(Plugin plugin, @Nullable Location at, T otherwise, Supplier<T> question) {
        try {
            return question.get();
        } catch (SluiceException e) {
            problems.addAll(e.problems());
            return otherwise;
        } catch (RuntimeException | LinkageError e) {
            problems.add(
                    at,
                    PLUGIN_FAILED,
                    "the plug-in '%s' (%s) failed: %s"
                            .formatted(
                                    plugin.descriptor().word(),
                                    plugin.getClass().getName(),
                                    e));
            return otherwise;
        }
    }
}
