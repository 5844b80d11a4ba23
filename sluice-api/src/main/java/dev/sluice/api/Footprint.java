package dev.sluice.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns a converter touches, known without Spark.
 *
 * @param reads the columns it reads, each of which must exist when the step begins. Columns that an SQL option of the
 *     step mentions are read too, without being named here: only the planner takes SQL apart
 * @param writes the columns that it makes or replaces, with their types as in a pipeline's YAML ({@code date},
 *     {@code decimal(10,2)}), or {@link #UNKNOWN} where only Spark's analysis can tell
 * @param removes the columns that no longer exist after the step
 * @param nullInNullOut whether a null (or absent) input makes every output null. A required target column that is fed
 *     through such steps only makes its source column required too
 * @param sources which of the columns read each column written is made of; a column that is not a key is made of all
 *     that are read
 */
public record Footprint(
        List<String> reads,
        Map<String, String> writes,
        List<String> removes,
        boolean nullInNullOut,
        Map<String, List<String>> sources) {
    /** The type of a column that only Spark's analysis can tell. */
    public static final String UNKNOWN = "";

    public Footprint {
        reads = List.copyOf(reads);
        writes = Collections.unmodifiableMap(new LinkedHashMap<>(writes));
        removes = List.copyOf(removes);
        sources = Map.copyOf(sources);
    }

    /** A step each of whose outputs is made of all its inputs. */
    public Footprint(List<String> reads, Map<String, String> writes, List<String> removes, boolean nullInNullOut) {
        this(reads, writes, removes, nullInNullOut, Map.of());
    }

    /** The columns read that a written column is made of. */
    public List<String> sourcesOf(String written) {
        return sources.getOrDefault(written, reads);
    }
}
