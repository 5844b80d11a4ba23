package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.INVALID_PLUGIN;

import dev.sluice.api.Converter;
import dev.sluice.api.Format;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.Validator;
import dev.sluice.core.yaml.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The plug-ins that a pipeline can name. Immutable; safe for use by many threads. */
public final class PluginRegistry {
    private final Map<String, Converter> converters;
    private final Map<String, Validator> validators;
    private final Map<String, Format> formats;
    private final Map<String, Problem> unusable;

    private PluginRegistry(
            Map<String, Converter> converters,
            Map<String, Validator> validators,
            Map<String, Format> formats,
            Map<String, Problem> unusable) {
        this.converters = converters;
        this.validators = validators;
        this.formats = formats;
        this.unusable = Map.copyOf(unusable);
    }

    /**
     * The plug-ins that the class loader's service files name.
     *
     * @throws dev.sluice.api.SluiceException {@code INVALID_PLUGIN} if one cannot be loaded or two share a word. One whose
     *     description is wrong is left out, see {@link #unusable(String, String)}
     */
    public static PluginRegistry load(ClassLoader loader) {
        Problems problems = new Problems();
        List<Converter> converters = services(Converter.class, loader, problems);
        List<Validator> validators = services(Validator.class, loader, problems);
        List<Format> formats = services(Format.class, loader, problems);
        PluginRegistry registry = of(converters, validators, formats, problems);
        problems.throwIfAny();
        return registry;
    }

    /** As {@link #load}, of plug-ins that are at hand. */
    public static PluginRegistry of(
            Collection<? extends Converter> converters,
            Collection<? extends Validator> validators,
            Collection<? extends Format> formats) {
        Problems problems = new Problems();
        PluginRegistry registry = of(converters, validators, formats, problems);
        problems.throwIfAny();
        return registry;
    }

    private static PluginRegistry of(
            Collection<? extends Converter> converters,
            Collection<? extends Validator> validators,
            Collection<? extends Format> formats,
            Problems problems) {
        Map<String, Problem> unusable = new HashMap<>();
        return new PluginRegistry(
                byWord("converter", converters, unusable, problems),
                byWord("validator", validators, unusable, problems),
                byWord("format", formats, unusable, problems),
                unusable);
    }

    public Optional<Converter> converter(String word) {
        return Optional.ofNullable(converters.get(word));
    }

    public Optional<Validator> validator(String word) {
        return Optional.ofNullable(validators.get(word));
    }

    public Optional<Format> format(String word) {
        return Optional.ofNullable(formats.get(word));
    }

    /** By word, sorted. */
    public Map<String, Converter> converters() {
        return converters;
    }

    /** By word, sorted. */
    public Map<String, Validator> validators() {
        return validators;
    }

    /** By word, sorted. */
    public Map<String, Format> formats() {
        return formats;
    }

    /**
     * Why a plug-in that was found is left out; empty if none of that word is. Only a pipeline that names it fails.
     *
     * @param kind {@code converter}, {@code validator} or {@code format}
     */
    public Optional<Problem> unusable(String kind, String word) {
        return Optional.ofNullable(unusable.get(kind + " " + word));
    }

    /** Every plug-in that was found and is left out, with what is wrong with it; for diagnosis. */
    public List<Problem> unusable() {
        return unusable.values().stream()
                .sorted(Comparator.comparing(Problem::message))
                .toList();
    }

    private static <P extends Plugin> List<P> services(Class<P> kind, ClassLoader loader, Problems problems) {
        List<P> found = new ArrayList<>();
        Iterator<P> services = ServiceLoader.load(kind, loader).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return found;
                }
                found.add(services.next());
            } catch (ServiceConfigurationError e) {
                problems.add(Problem.of(INVALID_PLUGIN, "Cannot load a plug-in: " + e.getMessage()));
                if (problems.size() > 20) {
                    return found;
                }
            }
        }
    }

    private static <P extends Plugin> Map<String, P> byWord(
            String kind, Collection<? extends P> plugins, Map<String, Problem> unusable, Problems problems) {
        Map<String, P> byWord = new TreeMap<>();
        for (P plugin : plugins) {
            String word = plugin.descriptor().word();
            Optional<Problem> fault = PluginCheck.check(plugin);
            if (fault.isPresent()) {
                unusable.put(kind + " " + word, fault.get());
                continue;
            }
            P other = byWord.putIfAbsent(word, plugin);
            if (other != null) {
                problems.add(Problem.of(
                        INVALID_PLUGIN,
                        "Cannot use %s and %s together: both are the %s '%s'"
                                .formatted(
                                        other.getClass().getName(),
                                        plugin.getClass().getName(),
                                        kind,
                                        word)));
            }
        }
        return Collections.unmodifiableMap(byWord);
    }
}
