package dev.sluice.spark.source.pattern;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.LineOptions;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.StreamOptions;
import java.util.List;

/**
 * How lines are taken apart.
 *
 * @param patterns tried one after the other
 * @param maxSteps how many characters may be looked at for a line; a line may take {@link #STEPS_PER_BYTE} for each of
 *     its bytes in any case
 */
record PatternDialect(List<LinePattern> patterns, long maxSteps, LineOptions line, StreamOptions stream)
        implements RecordFormat {
    static final long STEPS_PER_BYTE = 64;

    PatternDialect {
        patterns = List.copyOf(patterns);
    }

    @Override
    public RecordReader reader(ByteWindow window, ReadColumns columns) {
        return PatternReader.of(this, window, columns);
    }

    List<String> names() {
        return patterns.stream()
                .flatMap(pattern -> pattern.columns().stream())
                .distinct()
                .toList();
    }
}
