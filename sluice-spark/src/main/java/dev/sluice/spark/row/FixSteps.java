package dev.sluice.spark.row;

import dev.sluice.core.spec.FixRule;
import dev.sluice.spark.expression.GivenReason;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The fixes of a pipeline as they travel to the executors. A task's copy makes plug-ins of its own. */
public final class FixSteps implements Serializable {
    /** What a plug-in of a fix is given of a cell, and what it gives: {@link #TEXT}, null for none. */
    static final String COLUMN = "column";

    static final String TEXT = "text";

    /** A reason of a fix. */
    public static final StructType REASON = GivenReason.TYPE;

    private static final StructType CELL =
            new StructType().add(COLUMN, DataTypes.StringType).add(TEXT, DataTypes.StringType);
    private static final StructType MADE = new StructType().add(TEXT, DataTypes.StringType);

    private final RowStep[] steps;

    private FixSteps(RowStep[] steps) {
        this.steps = steps;
    }

    /**
     * Fixes that are ready to travel.
     *
     * @param limit how long one cell may take
     * @throws dev.sluice.api.SluiceException if a plug-in cannot be opened
     */
    public static FixSteps of(SparkContext spark, List<FixRule> rules, ZoneId zone, Optional<Duration> limit) {
        return new FixSteps(rules.stream()
                .map(rule -> RowStep.of(spark, rule.step(), MADE, MADE, zone, limit))
                .toArray(RowStep[]::new));
    }

    /**
     * What one fix makes of a cell: the text, null where it leaves the cell, and an array of reasons, null where there are
     * none.
     */
    public @Nullable InternalRow apply(int fix, UTF8String column, UTF8String text) {
        return steps[fix].apply(new Object[] {column, text}, CELL);
    }
}
