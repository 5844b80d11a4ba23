package dev.sluice.api;

/**
 * Something that a pipeline can name. Found by {@link java.util.ServiceLoader}, so it has a public constructor without
 * arguments; it is stateless and safe for use by many threads.
 */
public interface Plugin {
    /** The plug-in's word, documentation and options. Touches no class of Spark. */
    Descriptor descriptor();
}
