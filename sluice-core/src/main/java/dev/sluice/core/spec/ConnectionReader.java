package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONNECTION_INVALID;

import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads {@code connections:}. Drivers load classes and files that some of their properties name, so only properties that are
 * known to be harmless are taken, and none within the URL.
 */
final class ConnectionReader {
    private enum Driver {
        POSTGRESQL(
                Pattern.compile("jdbc:postgresql://[A-Za-z0-9._,:\\[\\]-]+/[A-Za-z0-9._%-]+"),
                Set.of(
                        "sslmode",
                        "sslrootcert",
                        "sslcert",
                        "sslkey",
                        "connectTimeout",
                        "socketTimeout",
                        "loginTimeout",
                        "tcpKeepAlive",
                        "ApplicationName")),
        /** A file: neither one of the class path nor a URI with parameters. */
        SQLITE(Pattern.compile("jdbc:sqlite:(?!file:|:)[^?]+"), Set.of("busy_timeout"));

        final Pattern url;
        final Set<String> properties;

        Driver(Pattern url, Set<String> properties) {
            this.url = url;
            this.properties = properties;
        }
    }

    private final Problems problems;
    private final OptionReader options;
    private final Path folder;

    ConnectionReader(Problems problems, Path folder) {
        this.problems = problems;
        this.options = new OptionReader(problems);
        this.folder = folder;
    }

    /** By name; those with a problem are left out. */
    Map<String, JdbcConnection> read(Tree tree) {
        Map<String, JdbcConnection> connections = new LinkedHashMap<>();
        options.map(tree, Keys.CONNECTIONS.name())
                .ifPresent(map -> map.entries()
                        .values()
                        .forEach(entry -> connection(entry).ifPresent(read -> connections.put(entry.key(), read))));
        return connections;
    }

    private Optional<JdbcConnection> connection(Entry entry) {
        int before = problems.size();
        String title = "the connection '%s'".formatted(entry.key());
        new Names(problems).checkIdentifier(entry.key(), "connection", entry.keyLocation());
        MapTree map = options.map(entry.value(), title).orElse(null);
        if (map == null) {
            return Optional.empty();
        }
        options.refuseUnknown(map, title, Keys.CONNECTION.names());
        SectionOptions values = options.read(map, title, Keys.CONNECTION.options(), entry.keyLocation());
        Optional<String> url = values.find(Keys.CONNECTION_URL);
        Map<String, String> properties = new LinkedHashMap<>();
        url.ifPresent(text -> driver(text, values).ifPresent(driver -> {
            values.get(Keys.CONNECTION_PROPERTIES).keySet().forEach(name -> checkProperty(driver, name, map, values));
            properties.putAll(values.get(Keys.CONNECTION_PROPERTIES));
        }));
        values.find(Keys.CONNECTION_USER).ifPresent(user -> properties.put("user", user));
        values.find(Keys.CONNECTION_PASSWORD).ifPresent(password -> properties.put("password", password));
        return problems.size() > before || url.isEmpty()
                ? Optional.empty()
                : Optional.of(new JdbcConnection(entry.key(), ProjectReader.resolved(url.get(), folder), properties));
    }

    private Optional<Driver> driver(String url, SectionOptions values) {
        for (Driver driver : Driver.values()) {
            if (driver.url.matcher(url).matches()) {
                return Optional.of(driver);
            }
        }
        problems.add(
                values.location(Keys.CONNECTION_URL),
                CONNECTION_INVALID,
                "the URL is neither one of PostgreSQL nor one of SQLite, or has parameters",
                "write jdbc:postgresql://host:port/database or jdbc:sqlite:file; properties have a key of their own");
        return Optional.empty();
    }

    private void checkProperty(Driver driver, String name, MapTree map, SectionOptions values) {
        if (driver.properties.contains(name)) {
            return;
        }
        List<String> known = List.copyOf(new TreeSet<>(driver.properties));
        String near = DidYouMean.hint(name, known);
        problems.add(
                map.find(Keys.CONNECTION_PROPERTIES.name())
                        .filter(entry -> entry.value() instanceof MapTree)
                        .flatMap(entry -> ((MapTree) entry.value()).find(name))
                        .map(Entry::keyLocation)
                        .orElse(values.location(Keys.CONNECTION_PROPERTIES)),
                CONNECTION_INVALID,
                "the property '%s' is not allowed".formatted(name),
                near == null ? "allowed: " + String.join(", ", known) : near);
    }
}
