package dev.sluice.spark.profile;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A pipeline made of proposals.
 *
 * @param source the YAML of {@code source:} and of what else the source needs; ends with a line feed
 * @param table the target
 * @param columns at least one
 */
public record ProposedPipeline(String source, String table, List<ProposedColumn> columns) {
    public ProposedPipeline {
        requireNonNull(source, "source");
        requireNonNull(table, "table");
        columns = List.copyOf(columns);
    }

    /** The pipeline as YAML. */
    public String yaml() {
        return yaml(List.of(), 0, Map.of());
    }

    /**
     * As {@link #yaml()}, with what is known of it as comments.
     *
     * @param rows by which shares are told
     * @param rejectedByRule rows by the name of the rule
     */
    public String yaml(List<String> head, long rows, Map<String, Long> rejectedByRule) {
        ToLongFunction<ProposedRule> rejected = rule -> rejectedByRule.getOrDefault(rule.name(), 0L);
        StringBuilder out = new StringBuilder();
        head.forEach(line -> out.append("# ").append(line).append('\n'));
        out.append(source);
        List<String> converts = new ArrayList<>();
        for (ProposedColumn column : columns) {
            if (!column.nothings().isEmpty()) {
                converts.add("  - {type: null_if, columns: [%s], values: %s}\n"
                        .formatted(YamlText.literal(column.name()), YamlText.literals(column.nothings())));
            }
        }
        if (!converts.isEmpty()) {
            out.append("convert:\n");
            converts.forEach(out::append);
        }
        out.append("target:\n  table: ").append(table).append("\n  columns:\n");
        columns.forEach(column -> column(out, column, rejected, rows));
        List<ProposedRule> rules = columns.stream()
                .flatMap(column -> column.rules().stream())
                .filter(rule -> !rule.step().isEmpty())
                .toList();
        if (!rules.isEmpty()) {
            out.append("validate:\n");
            rules.forEach(rule -> out.append("  - ")
                    .append(rule.step())
                    .append(comment(rejected.applyAsLong(rule), rows))
                    .append('\n'));
        }
        return out.toString();
    }

    private static void column(
            StringBuilder out, ProposedColumn column, ToLongFunction<ProposedRule> rejected, long all) {
        out.append("    ").append(YamlText.quoted(column.name())).append(": {type: ");
        out.append(YamlText.literal(column.type()));
        if (!column.formats().isEmpty()) {
            out.append(", formats: ").append(YamlText.literals(column.formats()));
        }
        if (column.required()) {
            out.append(", required: true");
        }
        long rows = column.rules().stream()
                .filter(rule -> rule.step().isEmpty())
                .mapToLong(rejected)
                .sum();
        out.append('}').append(comment(rows, all)).append('\n');
    }

    private static String comment(long rows, long all) {
        return rows == 0 ? "" : " # rejects %d of %d rows".formatted(rows, all);
    }
}
