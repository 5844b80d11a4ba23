package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.RunResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param landed the rows that are in the target because of it, by column. Values are those of Java: {@link String},
 *     {@link Boolean}, numbers, {@link java.time.LocalDate}, {@link java.time.LocalDateTime}, {@link java.time.Instant},
 *     byte arrays, lists and maps
 * @param bad by file and record
 */
public record Outcome(RunResult result, List<Map<String, @Nullable Object>> landed, List<FoundBadRow> bad) {
    public Outcome {
        requireNonNull(result, "result");
        List<Map<String, @Nullable Object>> copy = new ArrayList<>();
        landed.forEach(row -> copy.add(Collections.unmodifiableMap(new LinkedHashMap<>(row))));
        landed = Collections.unmodifiableList(copy);
        bad = List.copyOf(bad);
    }

    /** The names of the steps that gave some row a reason, or a notice. */
    public Set<String> fired() {
        Set<String> rules = new LinkedHashSet<>();
        result.reasons().forEach(reason -> rules.add(reason.rule()));
        result.notices().forEach(notice -> rules.add(notice.rule()));
        return rules;
    }
}
