package dev.sluice.spark.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A message with places for evidence, such as {@code '{value}' is not a date}. {@code {{} and {@code }}} stand for
 * single braces.
 *
 * @param texts one more than places
 * @param places ordinals of evidence
 */
record MessageTemplate(String[] texts, int[] places) implements Serializable {
    /**
     * Takes a template apart.
     *
     * @param ordinals gives the ordinal of the evidence for a name, or -1 to leave the braces as they stand
     */
    static MessageTemplate parse(String template, ToIntFunction<String> ordinals) {
        List<String> texts = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            boolean doubled = i + 1 < template.length() && template.charAt(i + 1) == c;
            int close = c == '{' && !doubled ? template.indexOf('}', i) : -1;
            int ordinal = close < 0 ? -1 : ordinals.applyAsInt(template.substring(i + 1, close));
            if (ordinal >= 0) {
                texts.add(text.toString());
                places.add(ordinal);
                text.setLength(0);
                i = close;
            } else {
                text.append(c);
                if (doubled && (c == '{' || c == '}')) {
                    i++;
                }
            }
        }
        texts.add(text.toString());
        return new MessageTemplate(
                texts.toArray(String[]::new),
                places.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The message with the evidence of one row; null evidence reads {@code null}. */
    String fill(Evidence evidence, @Nullable String detail) {
        if (places.length == 0 && detail == null) {
            return texts[0];
        }
        StringBuilder message = new StringBuilder(texts[0]);
        for (int i = 0; i < places.length; i++) {
            message.append(shorten(String.valueOf(evidence.text(places[i])))).append(texts[i + 1]);
        }
        return detail == null
                ? message.toString()
                : message.append(": ").append(detail).toString();
    }

    /** The whole value stands in the reason's own field and in the raw record, so a message need not repeat it. */
    private static String shorten(String value) {
        int limit = 200;
        return value.length() <= limit ? value : value.substring(0, limit) + "… (" + value.length() + " characters)";
    }

    /** What one row gives as evidence. */
    interface Evidence {
        @Nullable
        String text(int ordinal);
    }
}
