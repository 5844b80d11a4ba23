package dev.sluice.core.yaml;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML value that has no type yet. Immutable. */
public sealed interface Tree {
    Origin origin();

    /** {@code a map}, {@code a list} or {@code a single value}, for messages. */
    String shape();

    default Location location() {
        return origin().location();
    }

    /** Whether the value is empty, {@code ~} or {@code null} without quotes: its key counts as not set. */
    default boolean isNull() {
        return false;
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes and escapes
     * @param plain whether it was written without quotes
     */
    record Scalar(String text, boolean plain, Origin origin) implements Tree {
        public Scalar {
            requireNonNull(text, "text");
            requireNonNull(origin, "origin");
        }

        @Override
        public String shape() {
            return "a single value";
        }

        @Override
        public boolean isNull() {
            return plain
                    && switch (text) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }
    }

    /** A list. */
    record ListTree(List<Tree> items, Origin origin) implements Tree {
        public ListTree {
            items = List.copyOf(items);
            requireNonNull(origin, "origin");
        }

        @Override
        public String shape() {
            return "a list";
        }
    }

    /** A map in the order written. */
    record MapTree(Map<String, Entry> entries, Origin origin) implements Tree {
        public MapTree {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            requireNonNull(origin, "origin");
        }

        @Override
        public String shape() {
            return "a map";
        }

        public Optional<Entry> find(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /** This map with one entry set; a new key comes last. */
        public MapTree with(Entry entry) {
            Map<String, Entry> copy = new LinkedHashMap<>(entries);
            copy.put(entry.key(), entry);
            return new MapTree(copy, origin);
        }

        public MapTree without(String key) {
            Map<String, Entry> copy = new LinkedHashMap<>(entries);
            copy.remove(key);
            return new MapTree(copy, origin);
        }
    }

    /** A key with its value. */
    record Entry(String key, Location keyLocation, Tree value) {
        public Entry {
            requireNonNull(key, "key");
            requireNonNull(keyLocation, "keyLocation");
            requireNonNull(value, "value");
        }
    }
}
