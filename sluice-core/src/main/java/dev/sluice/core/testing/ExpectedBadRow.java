package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.yaml.Tree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row that is expected in quarantine; what is empty may be anything.
 *
 * @param record its number in its file, from 1
 * @param file the name of its file
 * @param input columns as read
 * @param reasons all of its reasons, in any order
 */
public record ExpectedBadRow(
        Optional<Long> record,
        Optional<String> file,
        Optional<String> raw,
        Map<String, Tree> input,
        Optional<List<ExpectedReason>> reasons) {
    public ExpectedBadRow {
        requireNonNull(record, "record");
        requireNonNull(file, "file");
        requireNonNull(raw, "raw");
        input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
        reasons = reasons.map(List::copyOf);
    }
}
