package dev.sluice.plugins.fix;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowFixer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Replaces a misspelt word by the one that it is nearest to. */
public final class NearestFixer implements RowFixer {
    public static final Option<List<String>> VALUES =
            Option.required("values", new OptionType.ListOf<>(new OptionType.Text()), "The words that are right.");
    public static final Option<Long> DISTANCE = Option.of(
            "distance",
            new OptionType.Whole(0, 20),
            1L,
            "How many letters may be missing, added, wrong or swapped with their neighbour; at most half of the word.");
    public static final Option<Boolean> IGNORE_CASE =
            Option.of("ignoreCase", new OptionType.Flag(), true, "Whether upper and lower case letters are the same.");
    /** Longer ones are no misspelt words. */
    private static final int LONGEST = 1000;

    private List<String> words = List.of();
    private int limit;
    private boolean ignoreCase;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "nearest",
                "Replaces a misspelt word by the nearest one of a list. Where two are as near, it is left.",
                VALUES,
                DISTANCE,
                IGNORE_CASE);
    }

    @Override
    public List<Problem> check(Options options) {
        return options.get(VALUES).isEmpty()
                ? List.of(Problem.at(options.location(VALUES), ErrorCode.EMPTY_VALUE, "values holds no word"))
                : List.of();
    }

    @Override
    public void open(Options options, RowContext context) {
        words = options.get(VALUES).stream().distinct().toList();
        limit = options.get(DISTANCE).intValue();
        ignoreCase = options.get(IGNORE_CASE);
    }

    @Override
    public @Nullable String fix(String column, String text) {
        if (text.length() > LONGEST || words.contains(text)) {
            return null;
        }
        String nearest = null;
        int least = Integer.MAX_VALUE;
        boolean several = false;
        for (String word : words) {
            int distance = distance(letters(text), letters(word));
            if (distance > limit || 2 * distance > word.codePointCount(0, word.length())) {
                continue;
            }
            several = distance == least || (distance > least && several);
            if (distance < least) {
                least = distance;
                nearest = word;
            }
        }
        return several ? null : nearest;
    }

    private int[] letters(String text) {
        return (ignoreCase ? text.toLowerCase(Locale.ROOT) : text).codePoints().toArray();
    }

    /** Optimal string alignment: of insertions, deletions, replacements and swaps of neighbours the fewest. */
    private static int distance(int[] a, int[] b) {
        int[] before = new int[b.length + 1];
        int[] last = new int[b.length + 1];
        int[] row = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.min(change, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return last[b.length];
    }
}
