package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.RunState;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a case expects of its run; what is empty may be anything.
 *
 * @param landed rows of the target, by column; columns that a row does not name may hold anything
 * @param notices rows that a rule below error severity tells of, by the rule's name
 * @param error the code of the error with which the run fails, such as {@code SLU-404}
 */
public record Expectation(
        Optional<Long> read,
        Optional<ExpectedRows<MapTree>> landed,
        Optional<ExpectedRows<ExpectedBadRow>> quarantined,
        Optional<RunState> state,
        Map<String, Long> notices,
        Optional<String> error) {
    public Expectation {
        requireNonNull(read, "read");
        requireNonNull(landed, "landed");
        requireNonNull(quarantined, "quarantined");
        requireNonNull(state, "state");
        notices = Collections.unmodifiableMap(new LinkedHashMap<>(notices));
        requireNonNull(error, "error");
    }
}
