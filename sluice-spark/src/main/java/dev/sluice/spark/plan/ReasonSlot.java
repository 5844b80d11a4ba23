package dev.sluice.spark.plan;

import dev.sluice.api.Stage;
import java.io.Serializable;
import java.util.List;

/**
 * One kind of reason that the conversion and validation steps of a pipeline can give. Its ordinal is its bit in the
 * failure masks.
 *
 * @param step the number of the step in the order of the pipeline; all implicit conversions are one, and so are all rules
 * @param codes the code, then the more exact ones that a row may tell
 * @param columns the columns that the reason names
 * @param value which evidence is the reason's value; -1 for none
 * @param message how the message is put together
 * @param detail which of the row's texts is appended to the message; -1 for none
 * @param given which of the row's arrays holds the reasons themselves, with codes, columns and messages of their own; -1
 *     where the slot is the reason
 * @param refinement which of the row's texts is the more exact code; -1 for none
 */
record ReasonSlot(
        int step,
        Stage stage,
        String[] codes,
        String rule,
        String[] columns,
        int value,
        MessageTemplate message,
        int detail,
        int refinement,
        int given)
        implements Serializable {

    /** Stands for all reasons that a step of the row tier gives. */
    static ReasonSlot given(int step, Stage stage, String rule, List<String> reads, int given) {
        return new ReasonSlot(
                step,
                stage,
                new String[0],
                rule,
                reads.toArray(String[]::new),
                -1,
                MessageTemplate.parse("", name -> -1),
                -1,
                -1,
                given);
    }

    ReasonSlot withDetail(int newDetail) {
        return new ReasonSlot(step, stage, codes, rule, columns, value, message, newDetail, refinement, given);
    }

    ReasonSlot withRefinement(int newRefinement) {
        return new ReasonSlot(step, stage, codes, rule, columns, value, message, detail, newRefinement, given);
    }
}
