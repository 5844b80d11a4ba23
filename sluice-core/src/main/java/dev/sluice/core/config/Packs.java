package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.PACK_DAMAGED;
import static dev.sluice.api.ErrorCode.PACK_PIN;
import static dev.sluice.api.ErrorCode.UNKNOWN_VARIABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.pack.PackPlace;
import dev.sluice.core.pack.PackShelf;
import dev.sluice.core.plugin.PluginFolder;
import dev.sluice.core.plugin.PluginJar;
import dev.sluice.core.plugin.PluginOrigin;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.core.spec.PackDefinition;
import dev.sluice.core.spec.PackReader;
import dev.sluice.core.spec.PackRequest;
import dev.sluice.core.spec.PackSteps;
import dev.sluice.core.spec.PackUse;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import dev.sluice.core.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds and reads the packs that one pipeline uses. Used once. */
final class Packs {
    private static final int MAX_JAR_BYTES = 256 << 20;

    private final Path folder;
    private final Optional<ProjectSpec> project;
    private final Problems problems;
    private final List<PackSteps> steps = new ArrayList<>();
    private final Map<Sha256, PluginJar> jars = new LinkedHashMap<>();

    /** @param project without it, packs are looked for in the project's own folder only */
    Packs(Path folder, Optional<ProjectSpec> project, Problems problems) {
        this.folder = folder;
        this.project = project;
        this.problems = problems;
    }

    /** In the order of their use. */
    List<PackSteps> steps() {
        return List.copyOf(steps);
    }

    /** The plug-ins, with those of the packs' jars. */
    PluginRegistry addTo(PluginRegistry known) {
        Set<Sha256> loaded = known.all()
                .flatMap(plugin -> PluginOrigin.jar(plugin).stream())
                .map(PluginJar::sha256)
                .collect(Collectors.toSet());
        try {
            return known.with(jars.values().stream()
                    .filter(jar -> !loaded.contains(jar.sha256()))
                    .toList());
        } catch (SluiceException e) {
            problems.addAll(e.problems());
            return known;
        }
    }

    /** Reads what stands under {@code use}, references to variables resolved. */
    void use(MapTree root) {
        Tree tree = root.find("use").map(Entry::value).orElse(null);
        if (tree == null || tree.isNull()) {
            return;
        }
        List<PackRequest> requests = new PackReader(problems).uses(tree);
        try {
            PackShelf shelf =
                    PackShelf.of(folder, project.map(ProjectSpec::packs).orElse(List.of()));
            requests.forEach(request -> use(shelf, request));
        } catch (SluiceException e) {
            problems.addAll(e.problems());
        }
    }

    private void use(PackShelf shelf, PackRequest request) {
        try {
            PackPlace place = shelf.find(request.name(), request.version(), request.location());
            byte[] content = read(place, PackPlace.FILE, YamlReader.MAX_BYTES, request);
            String file = place.shown(PackPlace.FILE);
            PackDefinition pack = definition(place, content, file).orElse(null);
            if (pack == null) {
                return;
            }
            Sha256 hash = hash(content, jars(place, pack, request));
            checkPin(pack, request, hash);
            PackReader reader = new PackReader(problems);
            int before = problems.size();
            reader.checkParameters(pack, request);
            if (problems.size() > before) {
                return;
            }
            PackUse use = new PackUse(pack.name(), pack.version(), request.prefix(), hash, file);
            Problems unresolved = new Problems();
            Interpolation values = new Interpolation(unresolved, variables(pack, request));
            steps.add(new PackSteps(
                    use,
                    pack.convert().map(tree -> values.resolve(tree, false)),
                    pack.validate().map(tree -> values.resolve(tree, false))));
            unresolved.list().forEach(problem -> problems.add(ofParameter(problem, pack)));
        } catch (SluiceException e) {
            problems.addAll(e.problems());
        }
    }

    private Optional<PackDefinition> definition(PackPlace place, byte[] content, String file) {
        Tree tree = new YamlReader(file, place.name().text(), problems)
                .read(content)
                .orElse(null);
        if (tree == null) {
            return Optional.empty();
        }
        Location start = new Location(file, 1, 1, 1);
        if (!(tree instanceof MapTree map)) {
            problems.add(tree.location(), PACK_DAMAGED, "a pack must be a map, not %s".formatted(tree.shape()));
            return Optional.empty();
        }
        Optional<PackDefinition> pack = new PackReader(problems).definition(map, start);
        Optional<PackDefinition> right = pack.filter(
                found -> found.name().equals(place.name()) && found.version().isSame(place.version()));
        if (pack.isPresent() && right.isEmpty()) {
            Location at =
                    map.find("version").map(Entry::value).map(Tree::location).orElse(start);
            problems.add(
                    at,
                    PACK_DAMAGED,
                    "the pack says that it is %s@%s, but lies where %s@%s is due"
                            .formatted(pack.get().name(), pack.get().version(), place.name(), place.version()),
                    "rename its folder or file, or correct pack and version");
        }
        return right;
    }

    private List<PluginJar> jars(PackPlace place, PackDefinition pack, PackRequest request) {
        List<PluginJar> own = new ArrayList<>();
        for (Map.Entry<String, Sha256> pin : new TreeMap<>(pack.jars()).entrySet()) {
            PluginJar jar = PluginJar.of(pin.getKey(), read(place, pin.getKey(), MAX_JAR_BYTES, request));
            PluginFolder.problem(jar, pin.getValue()).ifPresent(problems::add);
            own.add(jar);
            jars.putIfAbsent(jar.sha256(), jar);
        }
        return own;
    }

    /** What makes the pack what it is: its file, and the code of its jars. */
    private static Sha256 hash(byte[] content, List<PluginJar> jars) {
        Sha256 own = Sha256.of(content);
        String all = own.hex()
                + jars.stream()
                        .map(jar -> "\n" + jar.name() + " " + jar.sha256().hex())
                        .collect(Collectors.joining());
        return jars.isEmpty() ? own : Sha256.of(all.getBytes(UTF_8));
    }

    private void checkPin(PackDefinition pack, PackRequest request, Sha256 hash) {
        Sha256 pin = request.sha256().orElse(null);
        String message = null;
        if (pin != null && !pin.equals(hash)) {
            message = "the pack %s@%s is not the one that is pinned".formatted(pack.name(), pack.version());
        } else if (pin == null
                && !pack.jars().isEmpty()
                && project.map(spec -> !spec.plugins().pins().isEmpty()).orElse(false)) {
            message = "the project pins its plug-ins, but not the pack %s@%s, which brings a jar"
                    .formatted(pack.name(), pack.version());
        }
        if (message != null) {
            problems.add(request.location(), PACK_PIN, message, "the pack here is " + hash);
        }
    }

    /** A root whose variables are the parameters. */
    private static MapTree variables(PackDefinition pack, PackRequest request) {
        MapTree values = new MapTree(Map.of(), request.with().origin());
        for (Option<?> parameter : pack.parameters()) {
            Tree value = request.with()
                    .find(parameter.name())
                    .map(Entry::value)
                    .filter(given -> !given.isNull())
                    .orElse(pack.defaults().get(parameter.name()));
            if (value != null) {
                values = values.with(new Entry(parameter.name(), value.location(), literal(value)));
            }
        }
        return new MapTree(
                Map.of("vars", new Entry("vars", values.location(), values)),
                request.with().origin());
    }

    /** The value of a parameter is text, whatever it looks like: no reference of the pipeline's or the pack's. */
    private static Tree literal(Tree tree) {
        if (tree instanceof Scalar scalar) {
            return scalar.text().contains("${")
                    ? new Scalar(scalar.text().replace("${", "$${"), scalar.plain(), scalar.origin())
                    : scalar;
        }
        if (tree instanceof ListTree list) {
            return new ListTree(list.items().stream().map(Packs::literal).toList(), list.origin());
        }
        return tree;
    }

    private static Problem ofParameter(Problem problem, PackDefinition pack) {
        String names = pack.parameters().stream().map(Option::name).collect(Collectors.joining(", "));
        return problem.code() == UNKNOWN_VARIABLE
                ? problem.withHint(
                        names.isEmpty()
                                ? "the pack %s declares no parameters".formatted(pack.name())
                                : "parameters of the pack %s: %s".formatted(pack.name(), names))
                : problem;
    }

    private static byte[] read(PackPlace place, String file, int limit, PackRequest request) {
        try {
            return place.read(file, limit);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException
                    ? "it has no " + file
                    : Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
            throw new SluiceException(List.of(Problem.at(
                    request.location(),
                    PACK_DAMAGED,
                    "the pack %s in %s cannot be read: %s".formatted(request.id(), place.shown(), why))));
        }
    }
}
