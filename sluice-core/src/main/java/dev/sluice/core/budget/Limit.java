package dev.sluice.core.budget;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows are too many.
 *
 * @param amount not negative: percent up to 100, or whole rows
 * @param percent whether the amount is a share of the rows read
 */
public record Limit(BigDecimal amount, boolean percent) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*(%?)");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Limit {
        requireNonNull(amount, "amount");
    }

    /** Reads {@code 5%}, {@code 0.5%} or {@code 100}; empty if the text is none of these. */
    public static Optional<Limit> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal amount = new BigDecimal(matcher.group(1));
        boolean percent = !matcher.group(2).isEmpty();
        boolean fits = percent
                ? amount.compareTo(HUNDRED) <= 0
                : amount.stripTrailingZeros().scale() <= 0;
        return fits ? Optional.of(new Limit(amount, percent)) : Optional.empty();
    }

    /** Whether so many bad rows of so many read ones are more than allowed. No rows are never too many. */
    public boolean isExceededBy(long bad, long read) {
        return percent
                ? BigDecimal.valueOf(bad).multiply(HUNDRED).compareTo(amount.multiply(BigDecimal.valueOf(read))) > 0
                : BigDecimal.valueOf(bad).compareTo(amount) > 0;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return amount.toPlainString() + (percent ? "%" : "");
    }
}
