package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * That rows are looked up by key among others. A key with a null in it has no match.
 *
 * @param columns the row's columns that make the key
 * @param others among which it is looked for
 * @param keys their columns that make the key, as many as {@code columns} and in their order; read in the types of
 *     {@code columns}, and what cannot be is no key
 * @param values more of their columns, wanted of the match
 * @param ordered whether it matters which of several rows of the batch is the first
 */
public record KeyLookup(List<String> columns, Others others, List<String> keys, List<String> values, boolean ordered) {
    public KeyLookup {
        columns = List.copyOf(columns);
        requireNonNull(others, "others");
        keys = List.copyOf(keys);
        values = List.copyOf(values);
        if (columns.size() != keys.size()) {
            throw new IllegalArgumentException("Cannot look up %s as %s".formatted(columns, keys));
        }
    }

    /** Rows among which a key is looked for. */
    public sealed interface Others {
        /** The rows of the same batch, as they would land; those whose key could not be read are none of them. */
        record Batch() implements Others {}

        /** The rows that are in the target table before the run. */
        record Target() implements Others {}

        /** The rows of a table of the project, {@code namespace.name} or a name alone. */
        record Table(String name) implements Others {
            public Table {
                requireNonNull(name, "name");
            }
        }

        /** The rows of a file: CSV with a header, JSON Lines or Parquet, as the end of its name says. */
        record File(String path) implements Others {
            public File {
                requireNonNull(path, "path");
            }
        }
    }
}
