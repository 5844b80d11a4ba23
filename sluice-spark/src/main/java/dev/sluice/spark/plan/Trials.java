package dev.sluice.spark.plan;

import dev.sluice.api.Check;
import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Failure;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What the steps have made, to find the one whose expression Spark refuses. Steps share projections, and Spark sees an
 * expression only with the projection that holds it: so each is tried by itself, but not before one is known to be bad.
 */
final class Trials {
    private final List<Trial> trials = new ArrayList<>();

    private record Trial(String step, @Nullable Location location, Dataset<Row> rows, List<Column> columns) {}

    /** @param rows which the column is made from */
    void add(String step, @Nullable Location location, Dataset<Row> rows, ConvertedColumn made) {
        List<Column> columns = new ArrayList<>(List.of(made.value()));
        Failure failure = made.failure();
        if (failure != null) {
            Stream.of(failure.when(), failure.detail())
                    .flatMap(Stream::ofNullable)
                    .forEach(columns::add);
        }
        trials.add(new Trial(step, location, rows, columns));
    }

    /** @param rows which the check looks at */
    void add(String step, @Nullable Location location, Dataset<Row> rows, Check check) {
        Column fails = check.fails();
        Column detail = check.detail();
        trials.add(new Trial(step, location, rows, detail == null ? List.of(fails) : List.of(fails, detail)));
    }

    /** Tells of the first step whose expression Spark refuses by itself too. */
    SluiceException refused(AnalysisException cause) {
        for (Trial trial : trials) {
            Exception own = failure(trial);
            if (own != null) {
                String message = "Cannot compile step '%s': %s".formatted(trial.step(), SparkMessage.line(own));
                return new SluiceException(
                        List.of(Problem.at(trial.location(), ErrorCode.EXPRESSION_REFUSED, message)), own);
            }
        }
        return new SluiceException(
                ErrorCode.EXPRESSION_REFUSED, "Cannot compile the steps: " + SparkMessage.line(cause), cause);
    }

    private static @Nullable Exception failure(Trial trial) {
        try {
            Dataset<Row> ignored = trial.rows().select(trial.columns().toArray(Column[]::new));
            return null;
        } catch (Exception e) {
            return e;
        }
    }
}
