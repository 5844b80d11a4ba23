package dev.sluice.core.testing;

import dev.sluice.core.yaml.Tree.MapTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is before the run. Exactly one of {@code texts}, {@code rows} and {@code paths} holds something, or none for
 * a source without rows.
 *
 * @param texts files in the source's own format, by name; a name may have folders
 * @param rows records as the parser would give them, by column
 * @param paths files of the project, from its folder on
 * @param tables what other tables hold, or the target before the run; by name
 */
public record GivenInput(
        Map<String, String> texts, List<MapTree> rows, List<String> paths, Map<String, GivenTable> tables) {
    public GivenInput {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        rows = List.copyOf(rows);
        paths = List.copyOf(paths);
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }
}
