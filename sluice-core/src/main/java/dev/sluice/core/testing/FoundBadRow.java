package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that a run has quarantined.
 *
 * @param file the name of its file, with the folders that the case gave
 * @param input columns as read: texts, and of typed sources numbers, flags, lists and maps too
 */
public record FoundBadRow(
        String file,
        long record,
        @Nullable String raw,
        Map<String, @Nullable Object> input,
        List<FoundReason> reasons) {
    public FoundBadRow {
        requireNonNull(file, "file");
        input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
        reasons = List.copyOf(reasons);
    }
}
