package dev.sluice.core.type;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the known name that someone probably meant. */
public final class DidYouMean {
    private DidYouMean() {}

    /**
     * The closest of the known names: one that differs only in case, else one within a third of the word's length in
     * edits (swapped neighbours count as one). Ties go to the first.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, (word.length() + 1) / 3);
        return known.stream()
                .filter(name -> !name.equals(word) && Math.abs(name.length() - word.length()) <= limit)
                .map(name -> new Candidate(name, edits(lower, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.edits <= limit)
                .min(Comparator.comparingInt(Candidate::edits))
                .map(Candidate::name);
    }

    /** {@code did you mean 'path'?}, or null where nothing is near; made for {@link dev.sluice.api.Problem#withHint}. */
    public static @Nullable String hint(String word, Collection<String> known) {
        return nearest(word, known).map(name -> "did you mean '" + name + "'?").orElse(null);
    }

    /** The optimal string alignment distance. */
    private static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                cost[i][j] =
                        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }

    private record Candidate(String name, int edits) {}
}
