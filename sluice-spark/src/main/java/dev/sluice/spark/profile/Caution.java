package dev.sluice.spark.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes back what a trial has shown to reject more than it may; of keys, all but the first that holds. */
public final class Caution {
    private final long rows;
    private final Map<String, Long> values = new HashMap<>();
    private final double tolerance;

    /** @param tolerance the share of a column's values that its type may reject */
    public Caution(SourceLook look, double tolerance) {
        this.rows = look.rows();
        look.columns().forEach(column -> values.put(column.name(), column.values()));
        this.tolerance = tolerance;
    }

    /**
     * The columns with what may stay of their rules; the same columns if all may.
     *
     * @param rejected rows by the name of the rule
     */
    public List<ProposedColumn> apply(List<ProposedColumn> columns, Map<String, Long> rejected) {
        List<ProposedColumn> kept = new ArrayList<>();
        boolean hasKey = false;
        for (ProposedColumn column : columns) {
            ProposedColumn left = rules(type(column, rejected), rejected, hasKey);
            hasKey |= left.rule("unique").isPresent();
            kept.add(left);
        }
        return kept;
    }

    private ProposedColumn type(ProposedColumn column, Map<String, Long> rejected) {
        long cast = column.rule("cast")
                .map(rule -> rejected.getOrDefault(rule.name(), 0L))
                .orElse(0L);
        long all = values.getOrDefault(column.name(), rows);
        return column.type().equals("string") || cast <= tolerance * all
                ? column
                : column.asText(
                        "%s would reject %s of the values: kept as text".formatted(column.type(), share(cast, all)));
    }

    private ProposedColumn rules(ProposedColumn column, Map<String, Long> rejected, boolean hasKey) {
        ProposedColumn kept = column;
        for (ProposedRule rule : column.rules()) {
            long bad = rejected.getOrDefault(rule.name(), 0L);
            if (rule.kind().equals("cast")) {
                continue;
            }
            if (bad > ColumnGuess.RARE * rows) {
                kept = kept.without(
                        rule::equals, "%s would reject %s of the rows".formatted(rule.kind(), share(bad, rows)));
            } else if (rule.kind().equals("unique") && hasKey) {
                kept = kept.without(rule::equals, bad == 0 ? "is unique too" : "is nearly unique too");
            }
        }
        return kept;
    }

    private static String share(long part, long all) {
        return String.format(Locale.ROOT, "%.1f %%", all == 0 ? 0.0 : 100.0 * part / all);
    }
}
