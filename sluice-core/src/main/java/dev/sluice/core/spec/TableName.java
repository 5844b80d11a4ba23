package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

/**
 * A table of the project's catalog.
 *
 * @param namespace one level; {@code default} where the pipeline names none
 */
public record TableName(String namespace, String name) {
    public static final String DEFAULT_NAMESPACE = "default";

    public TableName {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
    }

    /** Reads the text that {@link #toString} gives: {@code namespace.name}, or a name alone. */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(DEFAULT_NAMESPACE, text)
                : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /** The quarantine that belongs to this table unless the pipeline names another. */
    public TableName quarantine() {
        return new TableName(namespace, name + "__quarantine");
    }

    /** The table of what was mended in rows of this one, unless the pipeline names another. */
    public TableName fixes() {
        return new TableName(namespace, name + "__fixes");
    }

    /** The table of a deployment that runs beside the one whose table this is. */
    public TableName beside(String deployment) {
        return new TableName(namespace, name + "__" + deployment);
    }

    @Override
    public String toString() {
        return namespace.equals(DEFAULT_NAMESPACE) ? name : namespace + "." + name;
    }
}
