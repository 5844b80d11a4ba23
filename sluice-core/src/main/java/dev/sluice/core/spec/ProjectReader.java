package dev.sluice.core.spec;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.core.plugin.PluginSettings;
import dev.sluice.core.plugin.Sha256;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what all pipelines of a project share. */
public final class ProjectReader {
    private static final String SQLITE = "jdbc:sqlite:";

    private final Problems problems;
    private final OptionReader options;

    public ProjectReader(Problems problems) {
        this.problems = problems;
        this.options = new OptionReader(problems);
    }

    /**
     * The project, or nothing if a problem was found.
     *
     * @param root the merged configuration, without references to variables
     * @param state where state lives unless configured otherwise, absolute
     * @param at the project's file, where missing keys are reported
     */
    public Optional<ProjectSpec> read(
            MapTree root, Path folder, Path state, Optional<String> environment, Location at) {
        int before = problems.size();
        options.refuseUnknown(root, Keys.ROOT_TITLE, Keys.roots());
        SectionOptions values = options.read(root, "the project", Keys.PROJECT.options(), at);
        values.find(Keys.NAME)
                .ifPresent(name -> new Names(problems).checkIdentifier(name, "project", values.location(Keys.NAME)));
        checkSpark(root);
        String ledger = url(root, Keys.LEDGER, folder).orElse(SQLITE + state.resolve("ledger.db"));
        String catalog = url(root, Keys.CATALOG, folder).orElse(SQLITE + state.resolve("catalog.db"));
        String warehouse = values.find(Keys.WAREHOUSE)
                .map(path -> SourceReader.absolute(path, folder))
                .orElse(state.resolve("warehouse").toString());
        List<String> roots = values.find(Keys.ROOTS).orElse(List.of()).stream()
                .map(path -> SourceReader.absolute(path, folder))
                .toList();
        PluginSettings plugins = section(root, Keys.PLUGINS).map(this::plugins).orElse(PluginSettings.NONE);
        List<Path> packs = values.find(Keys.PACK_PATH).orElse(List.of()).stream()
                .flatMap(path -> local(path, folder, values).stream())
                .toList();
        Map<String, JdbcConnection> connections = root.find(Keys.CONNECTIONS.name())
                .map(entry -> new ConnectionReader(problems, folder).read(entry.value()))
                .orElse(Map.of());
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new ProjectSpec(
                values.get(Keys.NAME),
                folder,
                state,
                ledger,
                catalog,
                warehouse,
                roots,
                values.get(Keys.SPARK),
                environment,
                plugins,
                packs,
                connections));
    }

    private Optional<String> url(MapTree root, SectionKeys section, Path folder) {
        return section(root, section).flatMap(values -> values.find(Keys.URL)).map(url -> resolved(url, folder));
    }

    private Optional<SectionOptions> section(MapTree root, SectionKeys section) {
        @Nullable Entry entry = root.entries().get(section.title());
        return Optional.ofNullable(entry)
                .flatMap(found -> options.map(found.value(), section.title()))
                .map(map -> {
                    options.refuseUnknown(map, section.title(), section.names());
                    return options.read(map, section.title(), section.options(), map.location());
                });
    }

    private PluginSettings plugins(SectionOptions values) {
        Map<String, Sha256> pins = new LinkedHashMap<>();
        values.get(Keys.PINS)
                .forEach((jar, text) -> Sha256.parse(text)
                        .ifPresentOrElse(
                                hash -> pins.put(jar, hash),
                                () -> problems.add(
                                        values.location(Keys.PINS),
                                        ErrorCode.PLUGIN_PIN,
                                        "the pin of %s is no SHA-256: '%s'".formatted(jar, text),
                                        "write sha256: and 64 hexadecimal digits")));
        return new PluginSettings(pins, values.find(Keys.ROW_TIME_LIMIT));
    }

    private Optional<Path> local(String path, Path folder, SectionOptions values) {
        if (path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            problems.add(
                    values.location(Keys.PACK_PATH),
                    ErrorCode.PATH_SCHEME,
                    "packs are read from local folders, not from '%s'".formatted(path),
                    "copy them into a folder first");
            return Optional.empty();
        }
        return Optional.of(folder.resolve(path).normalize());
    }

    static String resolved(String url, Path folder) {
        String path = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
        boolean local = !path.isEmpty() && !path.startsWith(":") && !path.startsWith("file:") && !path.startsWith("/");
        return local ? SQLITE + folder.resolve(path) : url;
    }

    private void checkSpark(MapTree root) {
        Map<String, Entry> settings = root.find(Keys.SPARK.name())
                .filter(entry -> entry.value() instanceof MapTree)
                .map(entry -> ((MapTree) entry.value()).entries())
                .orElse(Map.of());
        for (Entry entry : settings.values()) {
            if (!entry.key().startsWith("spark.")) {
                problems.add(
                        entry.keyLocation(),
                        ErrorCode.UNKNOWN_KEY,
                        "the Spark setting '%s' does not begin with 'spark.'".formatted(entry.key()),
                        "write the full key: spark.%s".formatted(entry.key()));
            }
        }
    }
}
