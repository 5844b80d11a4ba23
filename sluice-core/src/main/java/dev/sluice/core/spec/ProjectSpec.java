package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.core.plugin.PluginSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What all pipelines of a project share, resolved for one environment.
 *
 * @param folder the project's folder, absolute
 * @param state where state lives unless configured otherwise, absolute; {@code .sluice} by default
 * @param ledgerUrl JDBC URL
 * @param catalogUrl JDBC URL of the Iceberg catalog
 * @param warehouse a path or URI
 * @param roots folders or URIs under which source files may lie; empty means anywhere
 * @param spark settings for the Spark session, by full key
 * @param environment the name given with {@code -e}, if any
 * @param plugins what holds for the plug-ins in {@code plugins/}
 * @param packs where packs are searched beside the folder {@code packs}, absolute
 * @param connections databases that sinks may deliver to, by name; their secrets are references still
 */
public record ProjectSpec(
        String name,
        Path folder,
        Path state,
        String ledgerUrl,
        String catalogUrl,
        String warehouse,
        List<String> roots,
        Map<String, String> spark,
        Optional<String> environment,
        PluginSettings plugins,
        List<Path> packs,
        Map<String, JdbcConnection> connections) {
    public ProjectSpec {
        requireNonNull(name, "name");
        requireNonNull(folder, "folder");
        requireNonNull(state, "state");
        roots = List.copyOf(roots);
        spark = Map.copyOf(spark);
        requireNonNull(plugins, "plugins");
        packs = List.copyOf(packs);
        connections = Map.copyOf(connections);
    }

    /** A project that says nothing of plug-ins and packs. */
    public ProjectSpec(
            String name,
            Path folder,
            Path state,
            String ledgerUrl,
            String catalogUrl,
            String warehouse,
            List<String> roots,
            Map<String, String> spark,
            Optional<String> environment) {
        this(
                name,
                folder,
                state,
                ledgerUrl,
                catalogUrl,
                warehouse,
                roots,
                spark,
                environment,
                PluginSettings.NONE,
                List.of(),
                Map.of());
    }

    /** The same project with all of its state, tables and ledger in a folder, which its sources may also read from. */
    public ProjectSpec sandboxed(Path sandbox) {
        List<String> allRoots = new ArrayList<>(roots);
        if (!roots.isEmpty()) {
            allRoots.add(sandbox.toString());
        }
        return new ProjectSpec(
                name,
                folder,
                sandbox,
                "jdbc:sqlite:" + sandbox.resolve("ledger.db"),
                "jdbc:sqlite:" + sandbox.resolve("catalog.db"),
                sandbox.resolve("warehouse").toString(),
                allRoots,
                spark,
                environment,
                plugins,
                packs,
                Map.of());
    }

    /**
     * With values in place of references to secrets, to open the ledger, the catalog and the session with. Not to be logged
     * or stored.
     */
    public ProjectSpec resolve(UnaryOperator<String> secrets) {
        Map<String, String> resolved = new LinkedHashMap<>();
        spark.forEach((key, value) -> resolved.put(key, secrets.apply(value)));
        Map<String, JdbcConnection> open = new LinkedHashMap<>();
        connections.forEach((name, connection) -> open.put(name, resolve(connection, secrets)));
        return new ProjectSpec(
                name,
                folder,
                state,
                secrets.apply(ledgerUrl),
                secrets.apply(catalogUrl),
                secrets.apply(warehouse),
                roots,
                resolved,
                environment,
                plugins,
                packs,
                open);
    }

    private static JdbcConnection resolve(JdbcConnection connection, UnaryOperator<String> secrets) {
        Map<String, String> properties = new LinkedHashMap<>();
        connection.properties().forEach((key, value) -> properties.put(key, secrets.apply(value)));
        return new JdbcConnection(connection.name(), connection.url(), properties);
    }
}
