package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.DUPLICATE_COLUMN;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Location;
import dev.sluice.api.Plugin;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.core.budget.Budget;
import dev.sluice.core.plugin.PluginJar;
import dev.sluice.core.plugin.PluginOrigin;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a pipeline: the merged configuration becomes types. */
public final class PipelineReader {
    private final Problems problems;
    private final PluginRegistry registry;
    private final Path folder;

    /** @param folder of the project, absolute */
    public PipelineReader(Problems problems, PluginRegistry registry, Path folder) {
        this.problems = problems;
        this.registry = registry;
        this.folder = folder;
    }

    /**
     * What could be read of the pipeline; nothing if its source or target could not be. Whether there are problems, the
     * collector knows.
     *
     * @param root the merged configuration, without references to variables; keys of the project are passed over
     * @param name the pipeline's name where none is set
     * @param at the pipeline's file, where missing keys are reported
     * @param packs that the pipeline uses, with their parameters put in
     */
    public Optional<Draft> read(
            MapTree root, String name, PipelineVersion configuration, Location at, List<PackSteps> packs) {
        OptionReader options = new OptionReader(problems);
        options.refuseUnknown(root, Keys.ROOT_TITLE, Keys.roots());
        SectionOptions values = options.read(root, "the pipeline", Keys.PIPELINE.options(), at);
        String own = values.find(Keys.PIPELINE_NAME).orElse(name);
        Location nameAt = values.location(Keys.PIPELINE_NAME);
        new Names(problems).checkIdentifier(own, "pipeline", nameAt == null ? at : nameAt);

        Optional<Entry> windowEntry =
                root.find(Keys.WINDOW.title()).filter(entry -> !entry.value().isNull());
        Optional<WindowSpec> window =
                windowEntry.flatMap(entry -> new WindowReader(problems, folder).read(entry, values.get(Keys.ZONE)));
        WindowPlaces places = new WindowPlaces(problems, windowEntry.isPresent());
        places.check(root);

        StepReader steps = new StepReader(problems, registry);
        int before = problems.size();
        Optional<SourceSpec> source = section(root, Keys.SOURCE.title(), options, at)
                .flatMap(
                        entry -> new SourceReader(problems, registry, folder).read(entry.value(), entry.keyLocation()));
        List<Step<ConverterPlugin>> convert = new ArrayList<>();
        packs.forEach(pack -> pack.convert()
                .ifPresent(tree ->
                        convert.addAll(steps.listOf(pack.use(), tree, "convert", "converter", registry.converters()))));
        root.find(Keys.CONVERT.name())
                .ifPresent(entry ->
                        convert.addAll(steps.list(entry.value(), "convert", "converter", registry.converters())));
        boolean columnsKnown = problems.size() == before;
        Optional<TargetReader.Draft> target = section(root, Keys.TARGET.title(), options, at)
                .flatMap(entry -> new TargetReader(problems, registry, steps)
                        .read(
                                entry.value(),
                                entry.keyLocation(),
                                window.map(WindowSpec::addedColumns).orElse(List.of()),
                                usualMode(source, windowEntry.isPresent())));
        target.flatMap(TargetReader.Draft::delete).ifPresent(convert::add);
        List<Step<ValidatorPlugin>> validate = new ArrayList<>();
        packs.forEach(pack -> pack.validate()
                .ifPresent(tree -> validate.addAll(
                        steps.listOf(pack.use(), tree, "validate", "validator", registry.validators()))));
        root.find(Keys.VALIDATE.name())
                .ifPresent(entry ->
                        validate.addAll(steps.list(entry.value(), "validate", "validator", registry.validators())));
        List<FixRule> fixes = root.find(Keys.FIX.name())
                .map(entry -> new FixReader(problems, registry, steps).read(entry.value()))
                .orElse(List.of());
        Budget budget = root.find(Keys.BUDGET.title())
                .map(entry -> new BudgetReader(problems).read(entry.value(), entry.keyLocation()))
                .orElse(Budget.NONE);
        TableCare care = care(root, options);
        places.check(convert);
        places.check(validate);
        places.check(fixes.stream().map(FixRule::step).toList());
        target.ifPresent(draft -> places.check(draft.spec().rules()));
        if (source.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        PipelineSpec spec = new PipelineSpec(
                own,
                source.get(),
                convert,
                fixes.isEmpty() ? target.get().spec() : audited(target.get()),
                validate,
                values.get(Keys.ZONE),
                values.get(Keys.STRICT),
                version(
                        configuration,
                        Stream.concat(
                                Stream.of(source.get().format()),
                                Stream.of(
                                                convert,
                                                target.get().spec().rules(),
                                                validate,
                                                fixes.stream()
                                                        .map(FixRule::step)
                                                        .toList())
                                        .flatMap(List::stream)
                                        .map(Step::plugin)),
                        packs),
                budget,
                care,
                root.find(Keys.CHECKS.name())
                        .map(entry ->
                                new CheckReader(problems, target.get().spec().columns()).read(entry.value()))
                        .orElse(List.of()),
                packs.stream().map(PackSteps::use).toList(),
                fixes,
                window,
                root.find(Keys.AUDITS.name())
                        .map(entry -> new AuditReader(problems).read(entry.value()))
                        .orElse(List.of()),
                root.find(Keys.SINKS.name())
                        .map(entry -> new StepReader(problems, registry)
                                .list(entry.value(), "sinks", "sink", registry.sinks()))
                        .orElse(List.of()));
        if (columnsKnown && target.get().columnsKnown()) {
            new RuleNames(problems).check(spec, root.find(Keys.BUDGET.title()));
        }
        return Optional.of(new Draft(spec, columnsKnown && target.get().columnsKnown()));
    }

    /**
     * A pipeline that may have problems.
     *
     * @param columnsKnown whether all that makes or names columns could be read, so that the columns can be followed
     */
    public record Draft(PipelineSpec spec, boolean columnsKnown) {}

    /** The rows of tables are all there are: added to those of an earlier state, they would come twice. */
    private static WriteSpec.Mode usualMode(Optional<SourceSpec> source, boolean windowed) {
        boolean state = source.flatMap(SourceSpec::tables).isPresent() && !windowed;
        return state ? WriteSpec.Mode.REPLACE : WriteSpec.Mode.APPEND;
    }

    private TargetSpec audited(TargetReader.Draft target) {
        Audit audit = target.audit();
        target.spec().columns().stream()
                .map(TargetColumn::name)
                .filter(audit.fixId()::equalsIgnoreCase)
                .findFirst()
                .ifPresent(column -> problems.add(
                        target.fixIdAt(),
                        DUPLICATE_COLUMN,
                        "the target's column '%s' is also the one that tells mended rows".formatted(column),
                        "set 'fixId' to another name"));
        return target.spec().withAudit(audit);
    }

    private static TableCare care(MapTree root, OptionReader options) {
        Optional<SectionOptions> maintain = values(root, Keys.MAINTAIN, options);
        return new TableCare(
                values(root, Keys.QUARANTINE_KEEPING, options).flatMap(values -> values.find(Keys.RETENTION)),
                maintain.flatMap(values -> values.find(Keys.MAINTAIN_AFTER))
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                maintain.map(values -> values.get(Keys.MAINTAIN_KEEP)).orElse(TableCare.DEFAULT.keep()));
    }

    /** What a section of options alone says. */
    private static Optional<SectionOptions> values(MapTree root, SectionKeys keys, OptionReader options) {
        return root.find(keys.title())
                .flatMap(entry -> options.map(entry.value(), keys.title()).map(map -> {
                    options.refuseUnknown(map, keys.title(), keys.names());
                    return options.read(map, keys.title(), keys.options(), entry.keyLocation());
                }));
    }

    /** The code of a jar's plug-ins and the steps of packs make rows what they are just as the configuration does. */
    private static PipelineVersion version(
            PipelineVersion configuration, Stream<? extends Plugin> plugins, List<PackSteps> packs) {
        List<PluginJar> jars = plugins.flatMap(plugin -> PluginOrigin.jar(plugin).stream())
                .distinct()
                .sorted(Comparator.comparing(jar -> jar.sha256().hex()))
                .toList();
        String code = jars.stream().map(jar -> jar.sha256().hex()).collect(Collectors.joining())
                + packs.stream()
                        .map(pack -> pack.use().id() + pack.use().sha256().hex())
                        .collect(Collectors.joining());
        String fingerprint = code.isEmpty()
                ? configuration.fingerprint()
                : Sha256.of((configuration.fingerprint() + code).getBytes(UTF_8))
                        .hex();
        Stream<String> lines = Stream.concat(
                jars.stream().map(jar -> "plug-in %s %s %s".formatted(jar.name(), jar.version(), jar.sha256())),
                packs.stream()
                        .map(pack -> "pack %s %s"
                                .formatted(pack.use().id(), pack.use().sha256())));
        return new PipelineVersion(fingerprint, lines.sorted().toList(), configuration.yaml());
    }

    private static Optional<Entry> section(MapTree root, String key, OptionReader options, Location at) {
        Entry entry = root.entries().get(key);
        if (entry == null || entry.value().isNull()) {
            options.missing(entry == null ? at : entry.keyLocation(), key, "the pipeline");
            return Optional.empty();
        }
        return Optional.of(entry);
    }
}
