package dev.sluice.spark.run;

import dev.sluice.core.check.BatchCheck;
import dev.sluice.core.check.CheckResult;
import dev.sluice.core.check.Judge;
import dev.sluice.core.check.Measure;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.spark.sink.Measured;
import dev.sluice.spark.sink.Measurement;
import dev.sluice.spark.sink.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.types.StructType;

/** A pipeline's demands on a batch: what its tasks measure for them, and how what they measured is judged. */
record BatchChecks(List<BatchCheck> checks, List<Measurement> measurements) {
    /** @param good the struct of good rows */
    static BatchChecks of(List<BatchCheck> checks, StructType good) {
        Map<String, Measurement> byColumn = new LinkedHashMap<>();
        for (BatchCheck check : checks) {
            String column = check.column();
            if (column != null) {
                int ordinal = good.fieldIndex(column);
                boolean distinct =
                        check.measure() == Measure.DISTINCT_COUNT || check.measure() == Measure.DISTINCT_SHARE;
                Measurement wanted = new Measurement(
                        column,
                        ordinal,
                        good.apply(ordinal).dataType(),
                        distinct,
                        check.measure() == Measure.PERCENTILE);
                byColumn.merge(
                        column,
                        wanted,
                        (a, b) -> new Measurement(
                                a.column(),
                                a.ordinal(),
                                a.type(),
                                a.distinct() || b.distinct(),
                                a.percentiles() || b.percentiles()));
            }
        }
        return new BatchChecks(checks, List.copyOf(byColumn.values()));
    }

    /** What was measured, by {@link BatchCheck#measured}; what could not be is left out. */
    Map<String, Double> values(Written written) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (BatchCheck check : checks) {
            value(check, written).ifPresent(value -> values.put(check.measured(), value));
        }
        return values;
    }

    /** In the order of the checks. */
    List<CheckResult> judge(Map<String, Double> values, Ledger ledger, String pipeline) {
        List<CheckResult> results = new ArrayList<>();
        for (BatchCheck check : checks) {
            Double value = values.get(check.measured());
            List<Double> history =
                    check.looksBack() ? ledger.measures(pipeline, check.measured(), check.runs()) : List.of();
            results.add(Judge.judge(check, value == null ? OptionalDouble.empty() : OptionalDouble.of(value), history));
        }
        return results;
    }

    private OptionalDouble value(BatchCheck check, Written written) {
        if (check.column() == null) {
            return OptionalDouble.of(written.rows().landed());
        }
        for (int i = 0; i < measurements.size(); i++) {
            if (measurements.get(i).column().equals(check.column())) {
                return value(check, written.measured().get(i));
            }
        }
        return OptionalDouble.empty();
    }

    private static OptionalDouble value(BatchCheck check, Measured measured) {
        long values = measured.rows() - measured.nulls();
        return switch (check.measure()) {
            case ROW_COUNT -> OptionalDouble.of(measured.rows());
            case NULL_SHARE -> share(measured.nulls(), measured.rows());
            case DISTINCT_COUNT -> OptionalDouble.of(measured.distinctValues());
            case DISTINCT_SHARE -> share(measured.distinctValues(), values);
            case MIN -> number(measured, measured.min());
            case MAX -> number(measured, measured.max());
            case SUM -> number(measured, measured.mean() * measured.numbers());
            case MEAN -> number(measured, measured.mean());
            case STDDEV -> number(measured, Math.sqrt(measured.squares() / measured.numbers()));
            case PERCENTILE -> measured.percentile(check.percent());
        };
    }

    private static OptionalDouble share(double part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(part / whole);
    }

    private static OptionalDouble number(Measured measured, double number) {
        return measured.numbers() == 0 || !Double.isFinite(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
