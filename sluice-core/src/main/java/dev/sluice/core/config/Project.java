package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.DUPLICATE_PIPELINE;
import static dev.sluice.api.ErrorCode.ENVIRONMENT_NOT_FOUND;
import static dev.sluice.api.ErrorCode.PIPELINE_NOT_FOUND;
import static dev.sluice.api.ErrorCode.PROJECT_NOT_FOUND;
import static dev.sluice.api.ErrorCode.UNKNOWN_VARIABLE;
import static dev.sluice.api.ErrorCode.VERSION_CHANGED;
import static dev.sluice.api.ErrorCode.VERSION_NOT_KEPT;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Layer.Edit;
import dev.sluice.core.config.Layer.Values;
import dev.sluice.core.plan.ConnectionChecks;
import dev.sluice.core.plugin.PluginFolder;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.PipelineVersion;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.core.spec.ProjectReader;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.TableCare;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import dev.sluice.core.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A project's folder, read for one environment. What is read is read once: later changes of the files are not seen.
 * Safe for use by many threads.
 */
public final class Project {
    static final String FILE = "sluice.yaml";
    private static final String BASE = "base";

    private final ConfigFiles files;
    private final ProjectPaths paths;
    private final Optional<String> environment;
    /** Of pipelines that are named without one; empty for those that are live. */
    private final Optional<String> deployment;

    private final Map<String, String> variables;
    /** As typed. */
    private final List<String> sets;

    private final List<Edit> overrides;
    /** Those on the class path. */
    private final PluginRegistry builtIn;
    /** With those of jars too; null until they are asked for, since a command may need none of them. */
    private @Nullable PluginRegistry plugins;

    private final List<PipelineFile> pipelineFiles;
    /** sluice.yaml and conf/base.yaml. */
    private final List<Layer> lower;
    /** conf/[env].yaml, if there is one. */
    private final List<Layer> environmentLayer;

    private Project(
            ConfigFiles files,
            Path folder,
            Optional<String> environment,
            Optional<String> deployment,
            Map<String, String> variables,
            List<String> sets,
            PluginRegistry plugins,
            Problems problems) {
        this.files = files;
        this.environment = environment;
        this.deployment = deployment;
        this.variables = Map.copyOf(variables);
        this.builtIn = plugins;
        this.pipelineFiles = files.list("pipelines").stream()
                .map(file -> PipelineFile.read(files, file))
                .toList();
        this.sets = List.copyOf(sets);
        this.overrides = overrides(sets, problems);
        List<Layer> read = new ArrayList<>();
        layer(FILE, problems).ifPresent(read::add);
        files.list("conf").stream()
                .filter(file -> ConfigFiles.stem(file).equals(BASE))
                .forEach(file -> layer(file, problems).ifPresent(read::add));
        this.environmentLayer = environment.flatMap(name -> environmentLayer(name, problems)).stream()
                .toList();
        this.paths = ProjectPaths.of(folder, name(read, folder), this.variables);
        read.add(0, Layers.defaults(paths));
        this.lower = List.copyOf(read);
    }

    /**
     * Reads the project, with the plug-ins on the class path.
     *
     * @param environment the name given with {@code -e}
     * @param overrides as typed after {@code --set}: {@code a.b=v}, {@code +a.b=v}, {@code ~a.b}
     * @param variables of the process, of which {@code SLUICE_*} count
     * @throws SluiceException with all problems of {@code sluice.yaml}, {@code conf/} and the overrides as such
     */
    public static Project open(
            Path folder, Optional<String> environment, List<String> overrides, Map<String, String> variables) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? Project.class.getClassLoader() : context;
        return open(folder, environment, overrides, variables, PluginRegistry.load(loader));
    }

    /** As {@link #open(Path, Optional, List, Map)}, with these plug-ins. */
    public static Project open(
            Path folder,
            Optional<String> environment,
            List<String> overrides,
            Map<String, String> variables,
            PluginRegistry plugins) {
        return open(folder, environment, Optional.empty(), overrides, variables, plugins);
    }

    private static Project open(
            Path folder,
            Optional<String> environment,
            Optional<String> deployment,
            List<String> overrides,
            Map<String, String> variables,
            PluginRegistry plugins) {
        Path absolute = folder.toAbsolutePath().normalize();
        ConfigFiles files = new ConfigFiles(absolute);
        if (!files.exists(FILE)) {
            throw new SluiceException(PROJECT_NOT_FOUND, "Cannot find %s in %s".formatted(FILE, absolute));
        }
        Problems problems = new Problems();
        Project project =
                new Project(files, absolute, environment, deployment, variables, overrides, plugins, problems);
        problems.throwIfAny();
        return project;
    }

    /**
     * What all pipelines share.
     *
     * @throws SluiceException with all problems
     */
    public ProjectSpec spec() {
        Problems problems = new Problems();
        Optional<ProjectSpec> spec = spec(problems);
        problems.throwIfAny();
        return spec.orElseThrow();
    }

    private Optional<ProjectSpec> spec(Problems problems) {
        MapTree merged = layers(Optional.empty(), problems).merged();
        Set<String> keys = Set.copyOf(Keys.PROJECT.names());
        MapTree resolved = new Interpolation(problems, merged).resolve(merged, keys::contains);
        return new ProjectReader(problems)
                .read(resolved, paths.folder(), paths.state(), environment, new Location(FILE, 1, 1, 1));
    }

    /**
     * The same project with more overrides, after those that it has.
     *
     * @throws SluiceException as {@link #open(Path, Optional, List, Map)}
     */
    public Project with(List<String> more) {
        List<String> all = new ArrayList<>(sets);
        all.addAll(more);
        return open(paths.folder(), environment, deployment, all, variables, builtIn);
    }

    /**
     * The same project in another environment.
     *
     * @throws SluiceException as {@link #open(Path, Optional, List, Map)}
     */
    public Project in(String otherEnvironment) {
        return open(paths.folder(), Optional.of(otherEnvironment), deployment, sets, variables, builtIn);
    }

    /**
     * The same project, whose pipelines are those of a deployment beside the one that is live.
     *
     * @throws SluiceException {@code INVALID_DEPLOYMENT}; as {@link #open(Path, Optional, List, Map)}
     */
    public Project beside(String name) {
        PipelineName.check(name);
        return open(paths.folder(), environment, Optional.of(name), sets, variables, builtIn);
    }

    /** The deployment that {@link #beside} named. */
    public Optional<String> deployment() {
        return deployment;
    }

    /**
     * What the ledger calls a pipeline that is named to this project.
     *
     * @throws SluiceException {@code INVALID_DEPLOYMENT}
     */
    public PipelineName called(String name) {
        return PipelineName.parse(name).or(deployment);
    }

    /** The names of all pipelines, sorted. */
    public List<String> pipelines() {
        return pipelineFiles.stream()
                .map(PipelineFile::name)
                .distinct()
                .sorted()
                .toList();
    }

    /** The environments that some file knows, sorted. */
    public List<String> environments() {
        Set<String> names = new TreeSet<>();
        files.list("conf").stream()
                .map(ConfigFiles::stem)
                .filter(stem -> !stem.equals(BASE))
                .forEach(names::add);
        pipelineFiles.forEach(file -> names.addAll(file.environments().keySet()));
        return List.copyOf(names);
    }

    /**
     * The pipeline, resolved and checked.
     *
     * @param name as in its file; {@code orders@v2} for a deployment of it
     * @throws SluiceException with all problems that can be known without data, those of the project too
     */
    public PipelineSpec pipeline(String name) {
        PipelineName asked = called(name);
        PipelineSpec spec = pipeline(file(asked.pipeline()));
        return asked.deployment().map(spec::beside).orElse(spec);
    }

    /**
     * A pipeline that is in no file of the project yet, resolved and checked as those are.
     *
     * @param file by which messages call it; its stem is the pipeline's name where the text has none
     * @throws SluiceException as {@link #pipeline(String)}
     */
    public PipelineSpec draft(String file, String text) {
        return pipeline(PipelineFile.of(file, text));
    }

    private PipelineSpec pipeline(PipelineFile file) {
        Problems problems = new Problems();
        problems.addAll(file.problems());
        if (file.unreadable()) {
            problems.throwIfAny();
        }
        Optional<ProjectSpec> project = spec(problems);
        if (project.isEmpty() && !PluginFolder.isEmpty(paths.folder())) {
            // Without the project's pins no jar is loaded, and without the jars their steps would seem unknown.
            problems.throwIfAny();
        }
        Layers layers = new SchemaFile(files, problems).addTo(layers(Optional.of(file), problems));
        Interpolation interpolation = new Interpolation(problems, layers.merged());
        MapTree resolved = interpolation.resolve(layers.merged(), Keys.PIPELINE.names()::contains);
        refuseUnusedVariables(file, interpolation.used(), problems);
        return checked(
                resolved.without("vars"),
                ConfigFiles.stem(file.file()),
                version(ofPipeline(resolved), file.name()),
                new Location(file.file(), 1, 1, 1),
                interpolation.failures(),
                project,
                problems);
    }

    /** Without connections and what else all pipelines share. */
    private static MapTree ofPipeline(MapTree resolved) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Keys.PIPELINE.names().stream()
                .filter(key -> !key.equals("vars"))
                .forEach(key -> resolved.find(key).ifPresent(entry -> entries.put(key, entry)));
        return new MapTree(entries, resolved.origin());
    }

    private static PipelineVersion version(MapTree configuration, String pipeline) {
        // Where rows are delivered is, like connections, a matter of today.
        MapTree kept = configuration.without(Keys.SINKS_NAME);
        String yaml = YamlWriter.PLAIN.block(kept);
        return new PipelineVersion(
                Canonical.fingerprint(kept, pipeline),
                List.of(),
                YamlWriter.MASKED.block(kept).equals(yaml) ? Optional.of(yaml) : Optional.empty());
    }

    /**
     * A pipeline as a run had it, whatever the files of the project say now; its connections, sinks and plug-ins are those of
     * today.
     *
     * @param name as the ledger knows it
     * @param kept what the ledger keeps
     * @throws SluiceException {@code VERSION_NOT_KEPT} if its configuration was not written down, {@code VERSION_CHANGED} if
     *     a plug-in, a pack or Sluice itself would make other rows of it now
     */
    public PipelineSpec asKept(String name, PipelineVersion kept) {
        PipelineName asked = PipelineName.parse(name);
        PipelineSpec spec = declaredAsKept(asked.pipeline(), kept);
        return asked.deployment().map(spec::beside).orElse(spec);
    }

    private PipelineSpec declaredAsKept(String pipeline, PipelineVersion kept) {
        String yaml = kept.yaml()
                .orElseThrow(() -> new SluiceException(
                        VERSION_NOT_KEPT,
                        "Cannot run pipeline %s as it was: the ledger does not keep the configuration %s"
                                .formatted(pipeline, kept.fingerprint())));
        Problems problems = new Problems();
        String file = "%s.yaml as of %s".formatted(pipeline, kept.fingerprint());
        // As it was written: its short forms have been written out, or were hashed as they are.
        Tree configuration = new YamlReader(file, file, problems)
                .read(yaml.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        if (!(configuration instanceof MapTree map)) {
            throw new SluiceException(problems.list());
        }
        Optional<ProjectSpec> project = spec(problems);
        problems.throwIfAny();
        PipelineSpec spec = checked(
                map, pipeline, version(map, pipeline), new Location(file, 1, 1, 1), List.of(), project, problems);
        if (!spec.fingerprint().equals(kept.fingerprint())) {
            throw new SluiceException(
                    VERSION_CHANGED,
                    "Cannot run pipeline %s as it was: %s"
                            .formatted(
                                    pipeline,
                                    difference(kept.code(), spec.version().code())));
        }
        return asToday(spec, pipeline);
    }

    /** With what is no part of a version; a pipeline that is no more, or is wrong by now, delivers and maintains nothing. */
    private PipelineSpec asToday(PipelineSpec spec, String pipeline) {
        try {
            PipelineSpec today = pipeline(pipeline);
            return spec.withSinks(today.sinks()).withCare(today.care());
        } catch (SluiceException e) {
            return spec.withSinks(List.of()).withCare(TableCare.DEFAULT);
        }
    }

    private static String difference(List<String> then, List<String> now) {
        List<String> lines = new ArrayList<>();
        then.stream().filter(part -> !now.contains(part)).forEach(part -> lines.add("then it had " + part));
        now.stream().filter(part -> !then.contains(part)).forEach(part -> lines.add("now it has " + part));
        return lines.isEmpty() ? "this Sluice reads its configuration otherwise" : String.join("; ", lines);
    }

    /** Finds the plug-ins and packs of a resolved configuration, and reads it with them. */
    private PipelineSpec checked(
            MapTree configuration,
            String name,
            PipelineVersion version,
            Location at,
            List<Location> unresolved,
            Optional<ProjectSpec> project,
            Problems problems) {
        PluginRegistry known = project.map(this::plugins).orElse(builtIn);
        int before = problems.size();
        Packs packs = new Packs(paths.folder(), project, problems);
        packs.use(configuration);
        if (problems.size() > before) {
            // Without its packs the rest of the pipeline would seem wrong; and no code runs of a jar that is refused.
            problems.throwIfAny();
        }
        PluginRegistry all = packs.addTo(known);
        if (problems.size() > before) {
            problems.throwIfAny();
        }
        PipelineSpec spec = new PipelineCheck(all, paths.folder(), unresolved)
                .check(configuration, name, version, at, packs.steps(), problems);
        if (spec != null && project.isPresent()) {
            problems.addAll(ConnectionChecks.of(spec, project.get()));
        }
        problems.throwIfAny();
        return Objects.requireNonNull(spec);
    }

    /**
     * The merged configuration of a pipeline, or of the project where no pipeline is named. Its values need not be valid.
     *
     * @throws SluiceException if the pipeline is not found, or a file is not YAML
     */
    public ResolvedConfig config(Optional<String> pipeline) {
        Problems problems = new Problems();
        Optional<PipelineFile> file =
                pipeline.map(name -> file(PipelineName.parse(name).pipeline()));
        file.filter(PipelineFile::unreadable).ifPresent(found -> problems.addAll(found.problems()));
        Layers layers = new SchemaFile(files, problems).addTo(layers(file, problems));
        problems.throwIfAny();
        Problems ofPacks = new Problems();
        Packs packs = new Packs(paths.folder(), spec(ofPacks), ofPacks);
        packs.use(
                new Interpolation(ofPacks, layers.merged()).resolve(layers.merged(), Keys.PIPELINE.names()::contains));
        return new ResolvedConfig(layers, packs.steps());
    }

    /** Gives references to secrets their values. */
    public Secrets secrets() {
        return new Secrets(variables, paths.state());
    }

    /**
     * The plug-ins that pipelines can name: those on the class path, and those of the jars in {@code plugins/}, which are
     * read at the first call.
     *
     * @throws SluiceException with all that is wrong with the jars, or the problems of the project itself
     */
    public PluginRegistry plugins() {
        return plugins(spec());
    }

    private synchronized PluginRegistry plugins(ProjectSpec spec) {
        PluginRegistry known = plugins;
        if (known == null) {
            known = builtIn.with(
                    PluginFolder.read(paths.folder(), spec.plugins().pins()));
            plugins = known;
        }
        return known;
    }

    /** For which it was read, as given with {@code -e}. */
    public Optional<String> environment() {
        return environment;
    }

    /**
     * The overrides as typed after {@code --set}, without those that may hold a secret: of sections in which secrets may
     * stand, and of keys and values that look like one.
     */
    public List<String> harmlessOverrides() {
        return IntStream.range(0, sets.size())
                .filter(i -> !Confidential.mayHold(overrides.get(i)))
                .mapToObj(sets::get)
                .toList();
    }

    /** The keys of the other overrides. */
    public List<String> confidentialOverrides() {
        return IntStream.range(0, sets.size())
                .filter(i -> Confidential.mayHold(overrides.get(i)))
                .mapToObj(i -> overrides.get(i).key())
                .toList();
    }

    /** The project's folder, absolute. */
    public Path folder() {
        return paths.folder();
    }

    private Layers layers(Optional<PipelineFile> pipeline, Problems problems) {
        List<Layer> layers = new ArrayList<>(lower);
        pipeline.ifPresent(file -> layers.add(new Values(file.file(), file.tree())));
        layers.addAll(environmentLayer);
        pipeline.ifPresent(file -> environment
                .map(file.environments()::get)
                .ifPresent(tree ->
                        layers.add(new Values("%s env: %s".formatted(file.file(), environment.orElseThrow()), tree))));
        return Layers.of(layers, variables, overrides, problems);
    }

    private PipelineFile file(String name) {
        List<PipelineFile> found =
                pipelineFiles.stream().filter(file -> file.name().equals(name)).toList();
        if (found.isEmpty()) {
            found = pipelineFiles.stream()
                    .filter(file -> ConfigFiles.stem(file.file()).equals(name))
                    .toList();
        }
        if (found.isEmpty()) {
            List<String> names = pipelines();
            String hint = DidYouMean.hint(name, names);
            if (hint == null) {
                hint = names.isEmpty() ? "the folder pipelines/ holds none" : "pipelines: " + String.join(", ", names);
            }
            throw new SluiceException(Problem.of(PIPELINE_NOT_FOUND, "Cannot find the pipeline '%s'".formatted(name))
                    .withHint(hint));
        }
        if (found.size() > 1) {
            throw new SluiceException(Problem.at(
                    found.get(1)
                            .tree()
                            .find("pipeline")
                            .map(entry -> entry.value().location())
                            .orElse(new Location(found.get(1).file(), 1, 1, 1)),
                    DUPLICATE_PIPELINE,
                    "%s and %s both declare the pipeline '%s'"
                            .formatted(found.get(0).file(), found.get(1).file(), name)));
        }
        return found.get(0);
    }

    private Optional<Layer> layer(String file, Problems problems) {
        return files.read(file, problems)
                .map(tree -> ConfigFiles.refuse(
                        tree, List.of("pipeline", "env"), file, "it belongs into a file of pipelines/", problems))
                .map(tree -> new Values(file, tree));
    }

    private Optional<Layer> environmentLayer(String name, Problems problems) {
        List<String> known = environments();
        if (!known.contains(name)) {
            String hint = DidYouMean.hint(name, known);
            if (hint == null) {
                hint = known.isEmpty()
                        ? "there is none; add conf/%s.yaml".formatted(name)
                        : "environments: " + String.join(", ", known);
            }
            problems.add(Problem.of(ENVIRONMENT_NOT_FOUND, "Cannot find the environment '%s'".formatted(name))
                    .withHint(hint));
            return Optional.empty();
        }
        return files.list("conf").stream()
                .filter(file -> ConfigFiles.stem(file).equals(name))
                .findFirst()
                .flatMap(file -> layer(file, problems));
    }

    private static List<Edit> overrides(List<String> sets, Problems problems) {
        Overrides reader = new Overrides(problems);
        return sets.stream().flatMap(text -> reader.read(text).stream()).toList();
    }

    private static String name(List<Layer> layers, Path folder) {
        return layers.stream()
                .map(layer -> ((Values) layer).tree().find("name").orElse(null))
                .filter(entry -> entry != null && entry.value() instanceof Scalar)
                .map(entry -> ((Scalar) Objects.requireNonNull(entry).value()).text())
                .reduce((first, last) -> last)
                .orElse(String.valueOf(folder.getFileName()));
    }

    /** A misspelt {@code --set inbx=...} would otherwise change nothing, silently. */
    private void refuseUnusedVariables(PipelineFile file, Set<String> used, Problems problems) {
        for (Edit edit : overrides) {
            if (edit.path().size() != 2
                    || !edit.path().get(0).equals("vars")
                    || used.contains(edit.path().get(1))) {
                continue;
            }
            String name = edit.path().get(1);
            Set<String> known = new TreeSet<>(used);
            Set<Layer> all = new LinkedHashSet<>(lower);
            all.addAll(environmentLayer);
            pipelineFiles.forEach(other -> all.add(new Values(other.file(), other.tree())));
            all.forEach(layer -> known.addAll(References.declaredOrUsed(((Values) layer).tree())));
            if (!known.contains(name)) {
                known.addAll(Keys.roots());
                problems.add(
                        edit.location(),
                        UNKNOWN_VARIABLE,
                        "'%s' is neither a key nor a variable that %s uses".formatted(name, file.file()),
                        DidYouMean.hint(name, known));
            }
        }
    }
}
