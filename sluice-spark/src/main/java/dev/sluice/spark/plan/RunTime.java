package dev.sluice.spark.plan;

import dev.sluice.spark.expression.EpochMicros;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import scala.runtime.AbstractPartialFunction;

/**
 * Makes what SQL calls the present the time at which the run began. Spark would take the time at which it plans a query,
 * another for each query of the run.
 */
record RunTime(Instant time, ZoneId zone) {
    /**
     * The same rows, of this time. What is kept on disk must have been made of such rows: Spark knows it again by its plan,
     * in which the time stands.
     */
    Dataset<Row> fix(Dataset<Row> rows) {
        org.apache.spark.sql.classic.Dataset<Row> classic = (org.apache.spark.sql.classic.Dataset<Row>) rows;
        LogicalPlan plan = classic.queryExecution().analyzed();
        LogicalPlan fixed = (LogicalPlan) plan.transformAllExpressions(new Present(time, zone));
        return fixed == plan ? rows : org.apache.spark.sql.classic.Dataset.ofRows(classic.sparkSession(), fixed);
    }

    private static final class Present extends AbstractPartialFunction<Expression, Expression> {
        private final Instant time;
        private final ZoneId zone;

        Present(Instant time, ZoneId zone) {
            this.time = time;
            this.zone = zone;
        }

        @Override
        public boolean isDefinedAt(Expression expression) {
            return expression instanceof CurrentTimestampLike
                    || expression instanceof CurrentDate
                    || expression instanceof LocalTimestamp;
        }

        @Override
        public Expression apply(Expression expression) {
            LocalDateTime local = LocalDateTime.ofInstant(time, zone);
            if (expression instanceof CurrentDate) {
                return new Literal((int) local.toLocalDate().toEpochDay(), DataTypes.DateType);
            }
            return expression instanceof LocalTimestamp
                    ? new Literal(EpochMicros.of(local.toInstant(ZoneOffset.UTC)), DataTypes.TimestampNTZType)
                    : new Literal(EpochMicros.of(time), DataTypes.TimestampType);
        }
    }
}
