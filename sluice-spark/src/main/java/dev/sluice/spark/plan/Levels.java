package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Builds a dataset in as few projections as its steps allow: steps that do not read one another share one. A value that
 * is read more than once becomes an attribute of its own, so that it is evaluated once.
 *
 * <p>Columns that users name are visible under their names, so that SQL text resolves by itself. What must outlive a
 * replaced or removed column is kept under a hidden name.
 */
final class Levels {
    private Dataset<Row> rows;
    private final Set<String> visible;
    private final Set<String> hidden;
    private final Map<String, Column> pending = new LinkedHashMap<>();
    private final Map<String, Column> pendingHidden = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    /** The version of each visible column that a reference has asked for, by the column's name. */
    private final Map<String, Version> versions = new LinkedHashMap<>();
    /** The same for the columns that are pending. */
    private final Map<String, Version> pendingVersions = new LinkedHashMap<>();

    private int names;

    Levels(Dataset<Row> rows, Collection<String> hidden, Collection<String> visible) {
        this.rows = rows;
        this.hidden = new LinkedHashSet<>(hidden);
        this.visible = new LinkedHashSet<>(visible);
    }

    /** A value that a column has at one point, reachable at every later point. */
    static final class Version {
        private String attribute;

        private Version(String attribute) {
            this.attribute = attribute;
        }

        /** The attribute that has the value now. */
        String attribute() {
            return attribute;
        }

        Column column() {
            return quoted(attribute);
        }
    }

    /** A column's name as SQL reads it. */
    static Column quoted(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }

    Dataset<Row> rows() {
        return rows;
    }

    /** Whether these columns can be read now, or only after {@link #flush}. */
    boolean isPending(Collection<String> columns) {
        return columns.stream().anyMatch(column -> pending.containsKey(column) || removed.contains(column));
    }

    /** The column's value as it was at the last {@link #flush}, whatever is pending. */
    Version version(String column) {
        if (!visible.contains(column)) {
            throw new IllegalStateException("Cannot refer to column " + column + ": it cannot be read yet");
        }
        return versions.computeIfAbsent(column, Version::new);
    }

    /** Makes or replaces a column; the version can be read after {@link #flush}. */
    Version put(String column, Column value) {
        pending.put(column, value);
        return pendingVersions.computeIfAbsent(column, Version::new);
    }

    void remove(String column) {
        removed.add(column);
    }

    /** Keeps a value under a name of its own; readable after {@link #flush}. */
    Version keep(Column value) {
        String name = "_sluice_v" + names++;
        pendingHidden.put(name, value);
        return new Version(name);
    }

    /** From here on only what is pending is visible. */
    void removeAllElse() {
        visible.stream().filter(column -> !pending.containsKey(column)).forEach(removed::add);
    }

    /**
     * Adds columns by a left join in which no row has more than one match; nothing is pending before and after.
     *
     * @param found the other side's columns to keep, under names that are no one else's
     */
    void leftJoin(Dataset<Row> other, Column condition, Collection<String> found) {
        flush();
        List<Column> projection = new ArrayList<>();
        hidden.forEach(name -> projection.add(quoted(name)));
        visible.forEach(name -> projection.add(quoted(name)));
        found.forEach(name -> projection.add(quoted(name)));
        hidden.addAll(found);
        rows = rows.join(other, condition, "left").select(projection.toArray(Column[]::new));
    }

    /** Makes everything pending readable. */
    void flush() {
        if (pending.isEmpty() && pendingHidden.isEmpty() && removed.isEmpty()) {
            return;
        }
        List<Column> projection = new ArrayList<>();
        hidden.forEach(name -> projection.add(quoted(name)));
        pendingHidden.forEach((name, value) -> projection.add(value.as(name)));
        hidden.addAll(pendingHidden.keySet());
        for (String column : visible) {
            boolean kept = !pending.containsKey(column) && !removed.contains(column);
            if (kept) {
                projection.add(quoted(column));
            } else {
                Version version = versions.remove(column);
                if (version != null) {
                    version.attribute = "_sluice_v" + names++;
                    projection.add(quoted(column).as(version.attribute));
                    hidden.add(version.attribute);
                }
            }
        }
        pending.forEach((name, value) -> projection.add(value.as(name)));
        visible.removeAll(removed);
        visible.addAll(pending.keySet());
        versions.putAll(pendingVersions);
        pending.clear();
        pendingVersions.clear();
        pendingHidden.clear();
        removed.clear();
        rows = rows.select(projection.toArray(Column[]::new));
    }
}
