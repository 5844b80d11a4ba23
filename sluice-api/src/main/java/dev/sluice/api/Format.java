package dev.sluice.api;

import java.util.List;

/** A format of source files, named by {@code format:}. Readers themselves live beside the engine. */
public interface Format extends Plugin {
    /** What is wrong with the options beyond their types, known without data; empty if nothing is. */
    List<Problem> check(Options options);
}
