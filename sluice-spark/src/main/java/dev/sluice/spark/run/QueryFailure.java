package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.plan.SparkMessage;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** What Spark throws while the rows of a query are read, as an error for whoever asked. */
public final class QueryFailure {
    /**
     * States by which Spark says that the query is at fault: cardinality, data such as a division by zero or a cast,
     * syntax and types, unsupported features, and errors that it raises itself.
     */
    private static final Pattern OF_THE_QUERY = Pattern.compile("(21|22|42|0A).*|P0001");

    private QueryFailure() {}

    /** {@code QUERY_INVALID} if the query is at fault, else {@code JOB_FAILED}; an error of ours as it is. */
    public static SluiceException of(Exception failure) {
        if (failure instanceof SluiceException ours) {
            return ours;
        }
        Throwable root = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SparkThrowable said && isOfTheQuery(said.getSqlState())) {
                return new SluiceException(
                        ErrorCode.QUERY_INVALID, "Cannot run the query: " + SparkMessage.line(t), failure);
            }
            root = t;
        }
        return new SluiceException(
                ErrorCode.JOB_FAILED, "Cannot finish the query: " + SparkMessage.line(root), failure);
    }

    private static boolean isOfTheQuery(@Nullable String state) {
        return state != null && OF_THE_QUERY.matcher(state).matches();
    }
}
