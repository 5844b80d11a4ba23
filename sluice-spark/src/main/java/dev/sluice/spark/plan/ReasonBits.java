package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.Stage;
import dev.sluice.spark.expression.Mask;
import dev.sluice.spark.row.RowStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** The reasons that a pipeline's steps can give, a bit for each, and the texts that go with them. */
final class ReasonBits {
    private static final int BITS = Long.SIZE;

    private final Levels levels;
    private final EvidenceColumns evidence = new EvidenceColumns();
    private final List<ReasonSlot> slots = new ArrayList<>();
    private final List<List<Way>> bits = new ArrayList<>();
    private final List<Detail> details = new ArrayList<>();
    private final List<Levels.Version> given = new ArrayList<>();

    ReasonBits(Levels levels) {
        this.levels = levels;
    }

    /**
     * A condition under which a row has a reason, in a row where none of its inputs failed. Hardly ever true, so it is
     * asked before the inputs are.
     *
     * @param own asked for at the level of the masks
     */
    record Way(Set<Cause> inputs, Supplier<Column> own) {
        Column holds() {
            return inputs.stream()
                    .map(Cause::holds)
                    .reduce(Column::or)
                    .map(any -> own.get().and(not(any)))
                    .orElseGet(own);
        }
    }

    /**
     * A text for one bit's reason.
     *
     * @param text asked for at the last level
     */
    private record Detail(int bit, boolean refinement, Supplier<Column> text) {}

    /** Adds a reason that a row has, once, in any of these ways. */
    void add(ReasonSlot slot, List<Way> ways) {
        slots.add(slot);
        bits.add(ways);
    }

    /** Appends a text to the message of the reason that is added next. */
    void detail(Supplier<Column> text) {
        details.add(new Detail(bits.size(), false, text));
    }

    /** Makes the code of the reason that is added next more exact. */
    void refinement(Supplier<Column> code) {
        details.add(new Detail(bits.size(), true, code));
    }

    /** Adds the reasons that a step of the row tier has put into a struct, as its last field. */
    void addGiven(int step, Stage stage, String rule, List<String> reads, Levels.Version result) {
        slots.add(ReasonSlot.given(step, stage, rule, reads, given.size()));
        given.add(result);
        bits.add(List.of(new Way(Set.of(), () -> reasons(result).isNotNull())));
    }

    /** The reasons in the result of a step of the row tier; null where there are none. */
    static Column reasons(Levels.Version result) {
        return result.column().getField(RowStep.REASONS);
    }

    /** Those of all steps of the row tier. */
    Column givenReasons() {
        return given.isEmpty()
                ? array(lit(""))
                : array(given.stream().map(ReasonBits::reasons).toArray(Column[]::new));
    }

    /** The ordinal under which reasons find the value. */
    int evidence(Levels.Version value) {
        return evidence.ordinal(value);
    }

    /** By bit; complete after {@link #detailTexts}. */
    List<ReasonSlot> slots() {
        return slots;
    }

    Column evidenceTexts() {
        return evidence.texts(levels.rows());
    }

    /** All bits, 64 in a long, as attributes that can be read after the next flush. */
    List<Levels.Version> masks() {
        List<Levels.Version> masks = new ArrayList<>();
        for (int from = 0; from < bits.size(); from += BITS) {
            List<Column> conditions = bits.subList(from, Math.min(from + BITS, bits.size())).stream()
                    .map(ReasonBits::holds)
                    .toList();
            masks.add(levels.keep(when(ParseReasons.concernRecord(), lit(0L)).otherwise(Mask.column(conditions))));
        }
        return masks;
    }

    private static Column holds(List<Way> ways) {
        return ways.stream().map(Way::holds).reduce(Column::or).orElseThrow();
    }

    Column detailTexts(List<Levels.Version> masks) {
        List<Column> texts = new ArrayList<>();
        for (Detail detail : details) {
            ReasonSlot slot = slots.get(detail.bit());
            slots.set(
                    detail.bit(),
                    detail.refinement() ? slot.withRefinement(texts.size()) : slot.withDetail(texts.size()));
            Column bit = masks.get(detail.bit() / BITS).column().bitwiseAND(lit(1L << (detail.bit() % BITS)));
            texts.add(when(bit.notEqual(lit(0L)), detail.text().get().cast(DataTypes.StringType)));
        }
        return texts.isEmpty() ? array(lit("")) : array(texts.toArray(Column[]::new));
    }
}
