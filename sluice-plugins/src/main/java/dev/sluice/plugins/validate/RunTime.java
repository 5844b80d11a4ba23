package dev.sluice.plugins.validate;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.StepContext;
import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** The time of the run, in the type of a column that is held against it. */
record RunTime(String column, String type, StepContext context) {
    static RunTime of(String column, StepContext context) {
        String type = context.type(column);
        if (!type.equals("date") && !type.startsWith("timestamp")) {
            throw new SluiceException(
                    ErrorCode.RULE_TYPE,
                    "Cannot hold the column '%s' of type %s against the run's time: it is no date or timestamp"
                            .formatted(column, type));
        }
        return new RunTime(column, type, context);
    }

    /** The run's time, moved; of a date, the day that it is then in the pipeline's zone. */
    Column plus(Duration span) {
        Column moved = functions.timestamp_micros(functions
                .unix_micros(context.functions().sql("run_time()"))
                .plus(functions.lit(span.toNanos() / 1_000)));
        return moved.cast(type);
    }
}
