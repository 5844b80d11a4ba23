package dev.sluice.core.ledger;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A JDBC URL of SQLite, taken apart.
 *
 * @param file absolute
 * @param parameters what follows the question mark
 */
record SqliteUrl(Path file, Map<String, String> parameters) {
    static final String PREFIX = "jdbc:sqlite:";

    // What may be set, and to what. Anything that loads code or leaves the file is not among it.
    private static final Map<String, Pattern> PARAMETERS = new TreeMap<>(Map.of(
            "busy_timeout", Pattern.compile("\\d{1,9}"),
            "journal_mode", Pattern.compile("(?i)wal|delete|truncate|persist"),
            "synchronous", Pattern.compile("(?i)off|normal|full|extra")));

    SqliteUrl {
        parameters = Map.copyOf(parameters);
    }

    /** @throws SluiceException {@code LEDGER_URL} */
    static SqliteUrl parse(String url) {
        if (!url.startsWith(PREFIX)) {
            throw invalid(url, "it does not begin with " + PREFIX);
        }
        String[] parts = url.substring(PREFIX.length()).split("\\?", 2);
        if (parts[0].isEmpty() || parts[0].startsWith(":") || parts[0].startsWith("file:")) {
            throw invalid(url, "it names no file");
        }
        try {
            return new SqliteUrl(Path.of(parts[0]).toAbsolutePath(), parameters(url, parts.length > 1 ? parts[1] : ""));
        } catch (InvalidPathException e) {
            throw invalid(url, "its path is not one of this system: " + e.getMessage());
        }
    }

    private static Map<String, String> parameters(String url, String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
            String[] nameAndValue = parameter.split("=", 2);
            Pattern values = PARAMETERS.get(nameAndValue[0]);
            if (values == null) {
                throw invalid(url, "parameter '%s' is not one of %s".formatted(nameAndValue[0], PARAMETERS.keySet()));
            }
            if (nameAndValue.length < 2 || !values.matcher(nameAndValue[1]).matches()) {
                throw invalid(url, "parameter '%s' cannot have that value".formatted(nameAndValue[0]));
            }
            parameters.put(nameAndValue[0], nameAndValue[1]);
        }
        return parameters;
    }

    private static SluiceException invalid(String url, String why) {
        // A URL may hold a secret: as user and password, or among its parameters.
        String shown = url.replaceFirst("\\?.*", "?…").replaceFirst("//[^/]*@", "//");
        return new SluiceException(ErrorCode.LEDGER_URL, "Invalid ledger URL '%s': %s".formatted(shown, why));
    }
}
