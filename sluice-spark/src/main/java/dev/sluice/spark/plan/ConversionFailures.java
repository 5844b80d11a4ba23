package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Failure;
import dev.sluice.api.Stage;
import dev.sluice.core.plan.TargetInput;
import dev.sluice.spark.plan.ReasonBits.Way;
import dev.sluice.spark.row.RowStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;

/** What can go wrong in the columns that conversions make: a bit for each kind of failure, and why a column has failed. */
final class ConversionFailures {
    private final Levels levels;
    private final ReasonBits bits;
    private final Lineage lineage;

    ConversionFailures(Levels levels, ReasonBits bits, Lineage lineage) {
        this.levels = levels;
        this.bits = bits;
        this.lineage = lineage;
    }

    /**
     * A column that a step has made.
     *
     * @param inputs why what it is made of may have failed
     */
    record Made(ConvertedColumn column, Set<Cause> inputs, Levels.Version value) {}

    /** A conversion whose reasons name each nested value that is wrong; gives why the column may have failed. */
    Set<Cause> examineNested(int step, String rule, Made made, TargetInput target, Column reasons) {
        Levels.Version input = levels.version(target.input());
        Set<Cause> causes = new LinkedHashSet<>(made.inputs());
        Column failed = made.inputs().stream()
                .map(Cause::holds)
                .reduce(ParseReasons.concernRecord(), Column::or)
                .equalTo(lit(false))
                .and(input.column().isNotNull())
                .and(made.column().value().isNull());
        Levels.Version result = levels.keep(when(failed, struct(reasons.as(RowStep.REASONS))));
        lineage.given(List.of(target.input()));
        bits.addGiven(step, Stage.CONVERT, rule, List.of(target.input()), result);
        causes.add(new Cause.LostValue(input, made.value()));
        return causes;
    }

    /** Adds a bit for each failure of the columns that one step has made; gives why each column may have failed. */
    Map<String, Set<Cause>> examine(int step, String rule, List<Made> columns) {
        Map<String, Set<Cause>> causes = new HashMap<>();
        Map<Failure, List<Made>> failing = new LinkedHashMap<>();
        for (Made made : columns) {
            causes.put(made.column().name(), new LinkedHashSet<>(made.inputs()));
            Failure failure = made.column().failure();
            if (failure != null) {
                failing.computeIfAbsent(failure, any -> new ArrayList<>()).add(made);
            }
        }
        failing.forEach((failure, sharing) -> {
            List<Cause> own = addFailure(step, rule, failure, sharing);
            for (int i = 0; i < own.size(); i++) {
                causes.computeIfAbsent(sharing.get(i).column().name(), any -> new LinkedHashSet<>())
                        .add(own.get(i));
            }
        });
        return causes;
    }

    /** Adds the one bit of a failure; gives the cause that it is to each of the columns that share it. */
    private List<Cause> addFailure(int step, String rule, Failure failure, List<Made> sharing) {
        Levels.Version input = levels.version(failure.column());
        Column when = failure.when();
        List<Cause> own = when == null
                ? sharing.stream()
                        .<Cause>map(made -> new Cause.LostValue(input, made.value()))
                        .toList()
                : Collections.nCopies(sharing.size(), new Cause.Flag(levels.keep(when)));
        // Only rows that failed pay for these texts.
        Column failed = when != null
                ? when
                : sharing.stream()
                        .map(made -> input.column()
                                .isNotNull()
                                .and(made.column().value().isNull()))
                        .reduce(Column::or)
                        .orElseThrow();
        if (failure.detail() != null) {
            Levels.Version kept = levels.keep(when(failed, failure.detail()));
            bits.detail(kept::column);
        }
        List<String> codes = new ArrayList<>(List.of(failure.code()));
        if (failure.refinement() != null) {
            Levels.Version kept = levels.keep(when(failed, failure.refinement().code()));
            bits.refinement(kept::column);
            codes.addAll(failure.refinement().codes());
        }
        int ordinal = bits.evidence(input);
        MessageTemplate message = MessageTemplate.parse(
                failure.message(), name -> name.equals("value") || name.equals(failure.column()) ? ordinal : -1);
        List<Way> ways = when == null
                ? IntStream.range(0, own.size())
                        .mapToObj(i -> new Way(sharing.get(i).inputs(), own.get(i)::holds))
                        .toList()
                : sharing.stream()
                        .map(Made::inputs)
                        .distinct()
                        .map(inputs -> new Way(inputs, own.get(0)::holds))
                        .toList();
        lineage.reason(List.of(failure.column()));
        bits.add(
                new ReasonSlot(
                        step,
                        Stage.CONVERT,
                        codes.toArray(String[]::new),
                        rule,
                        new String[] {failure.column()},
                        ordinal,
                        message,
                        -1,
                        -1,
                        -1),
                ways);
        return own;
    }
}
