package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.INVALID_PLUGIN;
import static dev.sluice.api.ErrorCode.PLUGIN_DEPENDENCY;

import dev.sluice.api.Converter;
import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Format;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.Validator;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.dataset.DatasetConverter;
import dev.sluice.api.dataset.DatasetPlugin;
import dev.sluice.api.dataset.DatasetValidator;
import dev.sluice.api.parse.RecordParser;
import dev.sluice.api.row.RowConverter;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.row.RowPlugin;
import dev.sluice.api.row.RowValidator;
import dev.sluice.api.sink.Sink;
import dev.sluice.core.yaml.Problems;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The plug-ins that a class loader's service files name, of all tiers.
 *
 * @param home how messages call what the loader loads from
 * @param problems takes what cannot be loaded
 */
record PluginServices(ClassLoader loader, String home, Problems problems) {
    private static final int MOST_PROBLEMS = 20;

    List<ConverterPlugin> converters() {
        List<ConverterPlugin> found = new ArrayList<>(services(Converter.class));
        found.addAll(services(RowConverter.class));
        found.addAll(services(DatasetConverter.class));
        return found;
    }

    List<ValidatorPlugin> validators() {
        List<ValidatorPlugin> found = new ArrayList<>(services(Validator.class));
        found.addAll(services(RowValidator.class));
        found.addAll(services(DatasetValidator.class));
        return found;
    }

    List<RowFixer> fixers() {
        return services(RowFixer.class);
    }

    List<Sink> sinks() {
        return services(Sink.class);
    }

    List<Format> formats() {
        List<Format> found = new ArrayList<>(services(Format.class));
        found.addAll(parsers());
        return found;
    }

    /** The formats that a jar may have: how others are read only Sluice itself knows. */
    List<RecordParser> parsers() {
        return services(RecordParser.class);
    }

    private <P extends Plugin> List<P> services(Class<P> kind) {
        List<P> found = new ArrayList<>();
        Iterator<P> services = ServiceLoader.load(kind, loader).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return found;
                }
                P plugin = services.next();
                if ((plugin instanceof RowPlugin || plugin instanceof DatasetPlugin)
                        && plugin.getClass().getDeclaredMethods().length == 0) {
                    // Asked for its methods, a class that mentions a missing one says so here, not at the first row.
                    throw new ServiceConfigurationError(plugin.getClass().getName() + " has no methods");
                }
                Objects.requireNonNull(plugin.descriptor(), "descriptor");
                found.add(plugin);
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                problems.add(problem(e));
                if (problems.size() > MOST_PROBLEMS) {
                    return found;
                }
            }
        }
    }

    private Problem problem(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
                return Problem.of(
                        PLUGIN_DEPENDENCY,
                        "Cannot load %s: it needs %s, which cannot be found"
                                .formatted(
                                        home, String.valueOf(cause.getMessage()).replace('/', '.')));
            }
        }
        Throwable cause = thrown.getCause();
        String why =
                thrown instanceof ServiceConfigurationError ? String.valueOf(thrown.getMessage()) : thrown.toString();
        return Problem.of(
                INVALID_PLUGIN, "Cannot load %s: %s%s".formatted(home, why, cause == null ? "" : " (" + cause + ")"));
    }
}
