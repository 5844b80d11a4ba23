package dev.sluice.api;

import java.util.List;

/** A format of source files, named by {@code format:}. Readers themselves live beside the engine. */
public interface Format extends Plugin {
    @Override
    List<Problem> check(Options options);
}
