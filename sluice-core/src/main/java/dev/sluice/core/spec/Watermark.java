package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What tells that all rows of a window have come. */
public sealed interface Watermark {
    /**
     * The greatest value seen in a column of the target.
     *
     * @param delay how far behind that value rows may still come
     */
    record Progress(String column, Duration delay, @Nullable Location location) implements Watermark {
        public Progress {
            requireNonNull(column, "column");
            requireNonNull(delay, "delay");
        }
    }

    /** A file that the source lays down beside a window's files. @param file its path, with references to the window */
    record Marker(String file) implements Watermark {
        public Marker {
            requireNonNull(file, "file");
        }
    }
}
