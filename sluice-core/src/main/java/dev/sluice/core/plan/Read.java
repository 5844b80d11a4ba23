package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.Step;
import dev.sluice.core.type.DidYouMean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One place where a step names a column that it reads. */
record Read(String name, @Nullable Location location) {
    /** All that a step reads: what its plug-in says, and what its SQL options read beyond that. */
    static List<Read> all(Step<?> step, List<String> byPlugin, List<Read> bySql) {
        Map<String, Read> exact = bySql.stream().collect(Collectors.toMap(Read::name, read -> read, (a, b) -> a));
        List<Read> reads = new ArrayList<>();
        for (String name : byPlugin) {
            reads.add(exact.getOrDefault(name, new Read(name, OptionPlaces.ofColumn(step, name))));
        }
        reads.addAll(bySql);
        return reads.stream().distinct().toList();
    }

    Problem unknown(String message, Collection<String> known) {
        return Problem.at(location, ErrorCode.UNKNOWN_COLUMN, message.formatted(name))
                .withHint(DidYouMean.hint(name, known));
    }
}
