package dev.sluice.spark.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.core.plugin.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The name of a table, exactly as the database spells it. */
public record SqlName(Optional<String> schema, String name) {
    private static final Pattern TABLE = Pattern.compile("(?:([^.\"]{1,63})\\.)?([^.\"]{1,63})");

    public static boolean isTable(String text) {
        return TABLE.matcher(text).matches();
    }

    public static SqlName table(String text) {
        Matcher matcher = TABLE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Invalid table " + text);
        }
        return new SqlName(Optional.ofNullable(matcher.group(1)), matcher.group(2));
    }

    /** Another table in the same schema. */
    public SqlName beside(String other) {
        return new SqlName(schema, other);
    }

    /** What the names of all staging tables for this one begin with; whole names stay below 63 characters. */
    public String staging() {
        return "sluice_staging_" + Sha256.of(toString().getBytes(UTF_8)).hex().substring(0, 8) + "_";
    }

    public String sql() {
        return schema.map(text -> quote(text) + ".").orElse("") + quote(name);
    }

    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Columns, separated by commas. */
    public static String list(List<String> names) {
        return names.stream().map(SqlName::quote).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return schema.map(text -> text + ".").orElse("") + name;
    }
}
