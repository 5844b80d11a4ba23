package dev.sluice.api;

import java.util.List;

/**
 * A format of source files, named by {@code format:}. The readers of built-in formats live beside the engine; a plug-in's is a
 * {@link dev.sluice.api.parse.RecordParser}.
 */
public interface Format extends Plugin {
    @Override
    List<Problem> check(Options options);

    /**
     * Whether the files themselves give their columns types. What these are is known only when the files are looked at,
     * unless the pipeline declares them; the columns of other formats are strings.
     */
    default boolean typed() {
        return false;
    }
}
