package dev.sluice.spark.quarantine;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A change to a pipeline that may save rows.
 *
 * @param kind formats, trim, null_if, number or synonyms
 * @param column whose values it is about
 * @param codes the reasons that it may take away
 * @param text one line for people
 * @param overrides the change, as after {@code --set}
 */
public record Proposal(String kind, String column, List<String> codes, String text, List<String> overrides) {
    public Proposal {
        requireNonNull(kind, "kind");
        requireNonNull(column, "column");
        codes = List.copyOf(codes);
        requireNonNull(text, "text");
        overrides = List.copyOf(overrides);
    }

    /**
     * A proposal that was tried.
     *
     * @param rows current rows with one of its reasons in its column
     * @param saved how many more of these land with the change than without
     */
    public record Tried(Proposal proposal, long rows, long saved) {}
}
