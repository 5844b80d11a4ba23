package dev.sluice.spark.source.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file tells of itself before its first record.
 *
 * @param names the columns in the file's words; empty where it has no header
 * @param fields for each column of {@link ReadColumns} its field in the file, or -1
 * @param width how many fields a record has; -1 if that does not matter
 * @param problem what makes every record of the file a bad one; null if nothing does
 */
public record FileHead(
        List<String> names,
        List<Integer> fields,
        int width,
        @Nullable ParseProblem problem) {
    public FileHead {
        names = List.copyOf(names);
        fields = List.copyOf(fields);
    }
}
