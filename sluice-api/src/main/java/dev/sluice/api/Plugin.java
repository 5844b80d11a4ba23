package dev.sluice.api;

import java.util.List;

/**
 * Something that a pipeline can name. Found by {@link java.util.ServiceLoader}, so it has a public constructor without
 * arguments; it is stateless and safe for use by many threads.
 */
public interface Plugin {
    /** The plug-in's word, documentation and options. Touches no class of Spark. */
    Descriptor descriptor();

    /**
     * What is wrong with the options beyond their types, known without data; empty if nothing is. Touches no class of
     * Spark.
     */
    default List<Problem> check(Options options) {
        return List.of();
    }
}
