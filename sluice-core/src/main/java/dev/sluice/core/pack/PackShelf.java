package dev.sluice.core.pack;

import static dev.sluice.api.ErrorCode.CONFIG_FILE_MISSING;
import static dev.sluice.api.ErrorCode.CONFIG_FILE_UNREADABLE;
import static dev.sluice.api.ErrorCode.PACK_DAMAGED;
import static dev.sluice.api.ErrorCode.PACK_NOT_FOUND;
import static dev.sluice.api.ErrorCode.PACK_VERSION_NOT_FOUND;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.type.DidYouMean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All packs that a project can use, by the names of their folders and files; none is read yet. */
public final class PackShelf {
    /** The project's own folder of packs. */
    public static final String FOLDER = "packs";

    private static final String ZIP = ".zip";

    private final Path project;
    private final List<PackPlace> places = new ArrayList<>();

    private PackShelf(Path project) {
        this.project = project;
    }

    /**
     * Looks through the project's own folder, then through the search path: folders of packs, or zip files that hold one.
     *
     * @throws SluiceException if a path of the search path does not exist, or cannot be listed
     */
    public static PackShelf of(Path project, List<Path> searchPath) {
        PackShelf shelf = new PackShelf(project);
        Path own = project.resolve(FOLDER);
        if (Files.isDirectory(own)) {
            shelf.addFolder(own);
        }
        List<Problem> missing = new ArrayList<>();
        for (Path path : searchPath) {
            if (Files.isDirectory(path)) {
                shelf.addFolder(path);
            } else if (Files.isRegularFile(path) && path.toString().endsWith(ZIP)) {
                shelf.addNamed(path, path);
            } else {
                missing.add(Problem.of(
                        CONFIG_FILE_MISSING,
                        "Cannot find %s, which the search path 'packs' names".formatted(shelf.shown(path))));
            }
        }
        if (!missing.isEmpty()) {
            throw new SluiceException(missing);
        }
        return shelf;
    }

    /**
     * The pack that the name and version ask for: the newest version that answers, of the first place that has it.
     *
     * @throws SluiceException if there is none, or one place has the version twice
     */
    public PackPlace find(PackName name, PackVersion version, Location at) {
        List<PackPlace> named =
                places.stream().filter(place -> place.name().equals(name)).toList();
        if (named.isEmpty()) {
            Set<String> names =
                    places.stream().map(place -> place.name().text()).collect(Collectors.toCollection(TreeSet::new));
            String hint = DidYouMean.hint(name.text(), names);
            if (hint == null) {
                hint = names.isEmpty()
                        ? "put it into %s/%s/%s/%s".formatted(FOLDER, name, version, PackPlace.FILE)
                        : "packs: " + String.join(", ", names);
            }
            throw new SluiceException(Problem.at(at, PACK_NOT_FOUND, "the pack '%s' is unknown".formatted(name))
                    .withHint(hint));
        }
        PackPlace found = named.stream()
                .filter(place -> place.version().answers(version))
                .reduce((first, next) -> next.version().compareTo(first.version()) > 0 ? next : first)
                .orElseThrow(() -> new SluiceException(Problem.at(
                                at, PACK_VERSION_NOT_FOUND, "the pack '%s' has no version %s".formatted(name, version))
                        .withHint("versions: " + versions(named))));
        for (PackPlace other : named) {
            if (!other.equals(found)
                    && other.root().equals(found.root())
                    && other.version().isSame(found.version())) {
                throw new SluiceException(Problem.at(
                                at,
                                PACK_DAMAGED,
                                "the pack '%s' has its version %s twice: %s and %s"
                                        .formatted(name, found.version(), found.shown(), other.shown()))
                        .withHint("remove one of them"));
            }
        }
        return found;
    }

    private static String versions(List<PackPlace> named) {
        return named.stream().map(PackPlace::version).collect(Collectors.toCollection(TreeSet::new)).stream()
                .map(PackVersion::toString)
                .collect(Collectors.joining(", "));
    }

    private void addFolder(Path root) {
        for (Path path : list(root)) {
            PackName name = PackName.parse(String.valueOf(path.getFileName())).orElse(null);
            if (!addNamed(root, path) && name != null && Files.isDirectory(path)) {
                list(path).forEach(version -> add(root, name, stem(version), version));
            }
        }
    }

    /** What is called {@code name-version}. */
    private boolean addNamed(Path root, Path path) {
        String stem = stem(path);
        int end = stem.lastIndexOf('-');
        PackName name = PackName.parse(end < 0 ? "" : stem.substring(0, end)).orElse(null);
        return name != null && add(root, name, stem.substring(end + 1), path);
    }

    private boolean add(Path root, PackName name, String text, Path path) {
        PackVersion version = PackVersion.parse(text).orElse(null);
        boolean pack = Files.isDirectory(path) || path.toString().endsWith(ZIP);
        return pack && version != null && places.add(new PackPlace(name, version, root, path, shown(path)));
    }

    private static String stem(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(ZIP) ? name.substring(0, name.length() - ZIP.length()) : name;
    }

    private String shown(Path path) {
        return (path.startsWith(project) ? project.relativize(path) : path).toString();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted(Comparator.comparing(Path::toString)).toList();
        } catch (IOException e) {
            throw new SluiceException(
                    CONFIG_FILE_UNREADABLE, "Cannot list the folder of packs %s".formatted(folder), e);
        }
    }
}
