package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.DUPLICATE_PLUGIN;
import static dev.sluice.api.ErrorCode.PLUGIN_JAR_DAMAGED;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Format;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.parse.RecordParser;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.sink.Sink;
import dev.sluice.core.plugin.PluginJar;
import dev.sluice.core.plugin.PluginLoader;
import dev.sluice.core.plugin.PluginOrigin;
import dev.sluice.core.yaml.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The plug-ins that a pipeline can name. Immutable; safe for use by many threads. */
public final class PluginRegistry {
    private final Map<String, ConverterPlugin> converters;
    private final Map<String, ValidatorPlugin> validators;
    private final Map<String, Format> formats;
    private final Map<String, RowFixer> fixers;
    private final Map<String, Sink> sinks;
    private final Map<String, Problem> unusable;

    private PluginRegistry(
            Map<String, ConverterPlugin> converters,
            Map<String, ValidatorPlugin> validators,
            Map<String, Format> formats,
            Map<String, RowFixer> fixers,
            Map<String, Sink> sinks,
            Map<String, Problem> unusable) {
        this.converters = converters;
        this.validators = validators;
        this.formats = formats;
        this.fixers = fixers;
        this.sinks = sinks;
        this.unusable = Map.copyOf(unusable);
    }

    /**
     * The plug-ins that the class loader's service files name.
     *
     * @throws dev.sluice.api.SluiceException if one cannot be loaded or two share a word. One whose
     *     description is wrong is left out, see {@link #unusable(String, String)}
     */
    public static PluginRegistry load(ClassLoader loader) {
        Problems problems = new Problems();
        PluginServices services = new PluginServices(loader, "a plug-in", problems);
        PluginRegistry registry = of(
                services.converters(),
                services.validators(),
                services.formats(),
                services.fixers(),
                services.sinks(),
                problems);
        problems.throwIfAny();
        return registry;
    }

    /**
     * These plug-ins and those of the jars, each jar with classes of its own.
     *
     * @throws dev.sluice.api.SluiceException with all that is wrong with the jars: that a jar holds no plug-in, that one
     *     cannot be loaded, or that two plug-ins share a word
     */
    public PluginRegistry with(List<PluginJar> jars) {
        if (jars.isEmpty()) {
            return this;
        }
        Problems problems = new Problems();
        List<ConverterPlugin> allConverters = new ArrayList<>(converters.values());
        List<ValidatorPlugin> allValidators = new ArrayList<>(validators.values());
        List<Format> allFormats = new ArrayList<>(formats.values());
        List<RowFixer> allFixers = new ArrayList<>(fixers.values());
        List<Sink> allSinks = new ArrayList<>(sinks.values());
        for (PluginJar jar : jars) {
            int before = problems.size();
            String what = "the plug-in jar " + jar.name();
            PluginServices services = new PluginServices(PluginLoader.of(jar), what, problems);
            List<ConverterPlugin> ownConverters = services.converters();
            List<ValidatorPlugin> ownValidators = services.validators();
            List<RecordParser> ownParsers = services.parsers();
            List<RowFixer> ownFixers = services.fixers();
            List<Sink> ownSinks = services.sinks();
            boolean none = Stream.of(ownConverters, ownValidators, ownParsers, ownFixers, ownSinks)
                    .allMatch(List::isEmpty);
            if (problems.size() == before && none) {
                problems.add(Problem.of(
                                PLUGIN_JAR_DAMAGED,
                                "Cannot find a converter, validator, fixer, parser or sink in " + what)
                        .withHint("name each plug-in in a file of META-INF/services"));
            }
            allConverters.addAll(ownConverters);
            allValidators.addAll(ownValidators);
            allFormats.addAll(ownParsers);
            allFixers.addAll(ownFixers);
            allSinks.addAll(ownSinks);
        }
        PluginRegistry registry = of(allConverters, allValidators, allFormats, allFixers, allSinks, problems);
        problems.throwIfAny();
        Map<String, Problem> left = new HashMap<>(unusable);
        left.putAll(registry.unusable);
        return new PluginRegistry(
                registry.converters, registry.validators, registry.formats, registry.fixers, registry.sinks, left);
    }

    /** As {@link #load}, of plug-ins that are at hand. */
    public static PluginRegistry of(
            Collection<? extends ConverterPlugin> converters,
            Collection<? extends ValidatorPlugin> validators,
            Collection<? extends Format> formats) {
        return of(converters, validators, formats, List.of());
    }

    /** As {@link #load}, of plug-ins that are at hand. */
    public static PluginRegistry of(
            Collection<? extends ConverterPlugin> converters,
            Collection<? extends ValidatorPlugin> validators,
            Collection<? extends Format> formats,
            Collection<? extends RowFixer> fixers) {
        return of(converters, validators, formats, fixers, List.<Sink>of());
    }

    /** As {@link #load}, of plug-ins that are at hand. */
    public static PluginRegistry of(
            Collection<? extends ConverterPlugin> converters,
            Collection<? extends ValidatorPlugin> validators,
            Collection<? extends Format> formats,
            Collection<? extends RowFixer> fixers,
            Collection<? extends Sink> sinks) {
        Problems problems = new Problems();
        PluginRegistry registry = of(converters, validators, formats, fixers, sinks, problems);
        problems.throwIfAny();
        return registry;
    }

    private static PluginRegistry of(
            Collection<? extends ConverterPlugin> converters,
            Collection<? extends ValidatorPlugin> validators,
            Collection<? extends Format> formats,
            Collection<? extends RowFixer> fixers,
            Collection<? extends Sink> sinks,
            Problems problems) {
        Map<String, Problem> unusable = new HashMap<>();
        return new PluginRegistry(
                byWord("converter", converters, unusable, problems),
                byWord("validator", validators, unusable, problems),
                byWord("format", formats, unusable, problems),
                byWord("fixer", fixers, unusable, problems),
                byWord("sink", sinks, unusable, problems),
                unusable);
    }

    public Optional<ConverterPlugin> converter(String word) {
        return Optional.ofNullable(converters.get(word));
    }

    public Optional<ValidatorPlugin> validator(String word) {
        return Optional.ofNullable(validators.get(word));
    }

    public Optional<Format> format(String word) {
        return Optional.ofNullable(formats.get(word));
    }

    /** By word, sorted. */
    public Map<String, ConverterPlugin> converters() {
        return converters;
    }

    /** By word, sorted. */
    public Map<String, ValidatorPlugin> validators() {
        return validators;
    }

    /** By word, sorted. */
    public Map<String, RowFixer> fixers() {
        return fixers;
    }

    /** By word, sorted. */
    public Map<String, Sink> sinks() {
        return sinks;
    }

    /** By word, sorted. */
    public Map<String, Format> formats() {
        return formats;
    }

    /** Every plug-in, of whatever kind. */
    public Stream<Plugin> all() {
        return Stream.of(converters, validators, formats, fixers, sinks).flatMap(plugins -> plugins.values().stream());
    }

    /**
     * Why a plug-in that was found is left out; empty if none of that word is. Only a pipeline that names it fails.
     *
     * @param kind {@code converter}, {@code validator}, {@code fixer}, {@code sink} or {@code format}
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
                        DUPLICATE_PLUGIN,
                        "Cannot use %s and %s together: both are the %s '%s'"
                                .formatted(PluginOrigin.home(other), PluginOrigin.home(plugin), kind, word)));
            }
        }
        return Collections.unmodifiableMap(byWord);
    }
}
