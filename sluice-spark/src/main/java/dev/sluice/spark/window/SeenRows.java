package dev.sluice.spark.window;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Which rows one task has seen, of which files and windows, and how many of each. Arrays, because every serializer knows
 * them.
 *
 * @param files URIs; one may come several times
 * @param codes {@link PlaceCode} of the rows
 * @param rows so many of them
 */
public record SeenRows(String[] files, long[] codes, long[] rows) implements Serializable {
    public static final SeenRows NONE = new SeenRows(new String[0], new long[0], new long[0]);
    private static final int MOST = 100_000;

    /** Rows of one file that have one place. */
    public record Group(String file, long code, long rows) {}

    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            groups.add(new Group(files[i], codes[i], rows[i]));
        }
        return groups;
    }

    /** Counts while a task writes. */
    public static final class Counter {
        private final Map<UTF8String, Map<Long, long[]>> counts = new HashMap<>();
        private UTF8String last = UTF8String.EMPTY_UTF8;
        private long lastCode;
        private long[] lastCount = new long[1];
        private int groups;

        /** @throws SluiceException {@code TOO_MANY_WINDOWS} */
        public void add(UTF8String file, long code) {
            if (code != lastCode || !file.equals(last)) {
                Map<Long, long[]> known = counts.get(file);
                last = file.copy();
                if (known == null) {
                    known = new HashMap<>();
                    counts.put(last, known);
                }
                lastCode = code;
                lastCount = known.computeIfAbsent(code, any -> new long[1]);
                groups += lastCount[0] == 0 ? 1 : 0;
                if (groups > MOST) {
                    throw new SluiceException(
                            ErrorCode.TOO_MANY_WINDOWS,
                            "Cannot place the rows of %s: a task has met rows of more than %,d windows"
                                    .formatted(file, MOST));
                }
            }
            lastCount[0]++;
        }

        public SeenRows seen() {
            List<String> files = new ArrayList<>();
            List<long[]> facts = new ArrayList<>();
            counts.forEach((file, byCode) -> byCode.forEach((code, count) -> {
                files.add(file.toString());
                facts.add(new long[] {code, count[0]});
            }));
            return new SeenRows(
                    files.toArray(String[]::new),
                    facts.stream().mapToLong(fact -> fact[0]).toArray(),
                    facts.stream().mapToLong(fact -> fact[1]).toArray());
        }
    }
}
