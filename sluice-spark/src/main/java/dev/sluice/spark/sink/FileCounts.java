package dev.sluice.spark.sink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows of each source file that one task wrote. A task reads a few dozen files at most, since opening one counts as reading
 * some megabytes, so that this is small however many files a run has.
 *
 * @param counts rows read and bad rows, by file, in turn
 */
record FileCounts(String[] files, long[] counts) implements Serializable {
    static final FileCounts NONE = new FileCounts(new String[0], new long[0]);

    long read(int file) {
        return counts[2 * file];
    }

    long bad(int file) {
        return counts[2 * file + 1];
    }

    /** Counts while a task writes. */
    static final class Counter {
        private final Map<UTF8String, long[]> counts = new HashMap<>();
        private UTF8String last = UTF8String.EMPTY_UTF8;
        private long[] lastCounts = new long[2];

        void add(UTF8String file, boolean bad) {
            // The rows of a file come one after the other, unless they were sorted.
            if (!file.equals(last)) {
                long[] known = counts.get(file);
                if (known == null) {
                    known = new long[2];
                    last = file.copy();
                    counts.put(last, known);
                } else {
                    last = file.copy();
                }
                lastCounts = known;
            }
            lastCounts[0]++;
            lastCounts[1] += bad ? 1 : 0;
        }

        FileCounts counts() {
            List<String> files = new ArrayList<>();
            long[] rows = new long[2 * counts.size()];
            counts.forEach((file, counted) -> {
                rows[2 * files.size()] = counted[0];
                rows[2 * files.size() + 1] = counted[1];
                files.add(file.toString());
            });
            return new FileCounts(files.toArray(String[]::new), rows);
        }
    }
}
