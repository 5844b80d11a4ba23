package dev.sluice.spark.profile;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * What the rows of a source are like, and a pipeline that they suggest.
 *
 * @param files how many
 * @param rows all records, those that cannot be read among them
 * @param unreadable records of which nothing could be read
 * @param columns in the order of the source
 * @param proposed the target's columns with their rules, in the order of the source; columns whose names no pipeline can have
 *     are left out
 * @param rejectedByRule how many rows each rule rejects, by its name; counted by running the pipeline on all rows. Rules that
 *     reject none are left out; reasons of parsing have the name {@code parse}
 * @param rejected how many rows have a reason at all
 * @param yaml the pipeline
 * @param notes what a person should know, a line each
 */
public record SourceProfile(
        int files,
        long rows,
        long unreadable,
        List<ColumnProfile> columns,
        List<ProposedColumn> proposed,
        Map<String, Long> rejectedByRule,
        long rejected,
        String yaml,
        List<String> notes) {
    public SourceProfile {
        columns = List.copyOf(columns);
        proposed = List.copyOf(proposed);
        rejectedByRule = Map.copyOf(rejectedByRule);
        requireNonNull(yaml, "yaml");
        notes = List.copyOf(notes);
    }

    /** Rows that a rule rejects. */
    public long rejected(ProposedRule rule) {
        return rejectedByRule.getOrDefault(rule.name(), 0L);
    }
}
