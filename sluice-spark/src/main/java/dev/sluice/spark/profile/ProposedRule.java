package dev.sluice.spark.profile;

import static java.util.Objects.requireNonNull;

/**
 * A demand on a column that its values suggest.
 *
 * @param name how the reasons of rows that it rejects call it, such as {@code cast(id)} or {@code enum(level)}
 * @param column of the target
 * @param kind the validator's word; {@code cast} for the column's type
 * @param text what it demands, for people
 * @param step as a step of {@code validate:}; empty where the column's type or {@code required} says it
 */
public record ProposedRule(String name, String column, String kind, String text, String step) {
    public ProposedRule {
        requireNonNull(name, "name");
        requireNonNull(column, "column");
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
        requireNonNull(step, "step");
    }
}
