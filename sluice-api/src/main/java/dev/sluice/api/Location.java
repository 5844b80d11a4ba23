package dev.sluice.api;

import static java.util.Objects.requireNonNull;

/**
 * A place in a configuration text.
 *
 * @param file the file as users know it, relative to the project where possible; or {@code --set}, or an environment
 *     variable's name
 * @param line from 1; 0 where the source has no lines
 * @param column from 1, in characters; 0 where the source has no columns
 * @param length of the marked text in characters, at least 1
 */
public record Location(String file, int line, int column, int length) {
    public Location {
        requireNonNull(file, "file");
        length = Math.max(1, length);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
