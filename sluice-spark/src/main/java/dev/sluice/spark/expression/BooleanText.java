package dev.sluice.spark.expression;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Words for true and false as 1 and 0; case and blanks around do not count. */
final class BooleanText implements ValueFunction.ToLong {
    /** The words of a target column: those that Spark's own cast takes. */
    static final BooleanText DEFAULT =
            new BooleanText(List.of("true", "t", "yes", "y", "1"), List.of("false", "f", "no", "n", "0"));

    private final Set<UTF8String> trueWords;
    private final Set<UTF8String> falseWords;

    BooleanText(List<String> trueWords, List<String> falseWords) {
        this.trueWords = words(trueWords);
        this.falseWords = words(falseWords);
    }

    private static Set<UTF8String> words(List<String> words) {
        Set<UTF8String> result = new HashSet<>();
        words.forEach(word -> result.add(UTF8String.fromString(word.strip().toLowerCase(Locale.ROOT))));
        return result;
    }

    @Override
    public long apply(UTF8String text, long none) {
        int start = Blanks.start(text);
        int end = Blanks.end(text, start);
        boolean whole = start == 0 && end == text.numBytes();
        UTF8String word = whole ? text : UTF8String.fromBytes(text.getBytes(), start, end - start);
        if (trueWords.contains(word)) {
            return 1;
        }
        if (falseWords.contains(word)) {
            return 0;
        }
        UTF8String lower = word.toLowerCase();
        return trueWords.contains(lower) ? 1 : falseWords.contains(lower) ? 0 : none;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BooleanText text
                && trueWords.equals(text.trueWords)
                && falseWords.equals(text.falseWords);
    }

    @Override
    public int hashCode() {
        return 31 * trueWords.hashCode() + falseWords.hashCode();
    }

    @Override
    public String toString() {
        return "BooleanText";
    }
}
