package dev.sluice.spark.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The columns of a source, looked at once.
 *
 * @param unnameable columns whose names no pipeline can have
 */
public record SourceLook(
        long rows,
        long unreadable,
        List<ColumnProfile> columns,
        List<ProposedColumn> proposed,
        List<String> unnameable) {
    /** So many keys are tried: each costs a shuffle of all rows. */
    private static final int KEYS = 3;

    public SourceLook {
        columns = List.copyOf(columns);
        proposed = List.copyOf(proposed);
        unnameable = List.copyOf(unnameable);
    }

    /** A column of the source, with its type where the source has types. */
    public record Known(String name, Optional<String> type) {}

    /**
     * Reads all rows in one job.
     *
     * @param tolerance the share of a column's values that its type may reject
     */
    public static SourceLook at(Dataset<Row> rows, List<Known> columns, double tolerance) {
        SourceTally tally =
                SourceTally.of(rows, columns.stream().map(Known::name).toList());
        List<ColumnProfile> profiles = new ArrayList<>();
        List<ProposedColumn> proposed = new ArrayList<>();
        List<String> unnameable = new ArrayList<>();
        int keys = 0;
        for (int i = 0; i < columns.size(); i++) {
            Known column = columns.get(i);
            profiles.add(ColumnProfile.of(column.name(), tally.columns[i]));
            if (isName(column.name())) {
                ProposedColumn guess = ColumnGuess.of(
                        column.name(), tally.columns[i], tally.rows - tally.unreadable, column.type(), tolerance);
                if (guess.rule("unique").isPresent() && ++keys > KEYS) {
                    guess = guess.without(rule -> rule.kind().equals("unique"), "may be unique too");
                }
                proposed.add(guess);
            } else {
                unnameable.add(column.name());
            }
        }
        return new SourceLook(tally.rows, tally.unreadable, profiles, proposed, unnameable);
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= 128
                && name.strip().equals(name)
                && !name.toLowerCase(Locale.ROOT).startsWith("_sluice_")
                && name.chars().noneMatch(c -> c == '.' || c == '`' || Character.isISOControl(c));
    }
}
