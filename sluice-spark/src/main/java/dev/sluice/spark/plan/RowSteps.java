package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.Footprint;
import dev.sluice.core.spec.Step;
import dev.sluice.core.type.TypeParser;
import dev.sluice.spark.expression.SparkTypes;
import dev.sluice.spark.row.RowCall;
import dev.sluice.spark.row.RowStep;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/** Makes steps of the row tier into columns. */
record RowSteps(SparkContext spark, ZoneId zone, Optional<Duration> limit) {
    /** The columns that a converter writes, as Spark knows them. */
    static StructType types(Footprint footprint) {
        StructType types = new StructType();
        for (Map.Entry<String, String> written : footprint.writes().entrySet()) {
            types = types.add(written.getKey(), SparkTypes.of(TypeParser.parse(written.getValue())));
        }
        return types;
    }

    /**
     * The step's result for each row, as of {@link RowStep#apply}; null, quietly, where what it reads has failed.
     *
     * @param made the columns that come of what it writes
     * @param wanted which rows it is asked about; it is null for the others
     */
    Column call(
            Step<?> step, StructType writes, StructType made, List<String> reads, Set<Cause> causes, Column wanted) {
        Column result = RowCall.column(
                RowStep.of(spark, step, writes, made, zone, limit),
                reads,
                reads.stream().map(Levels::quoted).toList());
        Column failed = causes.stream().map(Cause::holds).reduce(ParseReasons.concernRecord(), Column::or);
        return when(not(failed).and(wanted), result);
    }
}
