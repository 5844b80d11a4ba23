package dev.sluice.spark.profile;

import dev.sluice.core.yaml.YamlText;
import dev.sluice.spark.expression.TextProbe;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The target column and the rules that the values of one column suggest. Used once. */
final class ColumnGuess {
    /** Rules are for nearly all values; what is rarer than this is an exception to them. */
    static final double RARE = 0.01;
    /** Fewer values suggest no rule. */
    private static final int FEW = 20;

    private static final int MOST_IN_ENUM = 20;
    private static final List<Integer> LENGTHS = List.of(10, 20, 50, 100, 200, 255, 500);
    private static final Map<TextProbe, String> FORMS = Map.of(
            TextProbe.EMAIL, "email",
            TextProbe.URL, "url",
            TextProbe.IP, "ip",
            TextProbe.IBAN, "iban");

    private final String name;
    private final ColumnTally tally;
    private final long rows;
    private final String type;
    private final List<String> formats;
    private final List<String> nothings;
    private final List<String> notes;
    private final long count;

    private ColumnGuess(String name, ColumnTally tally, long rows, TypeGuess.Guess guess) {
        this.name = name;
        this.tally = tally;
        this.rows = rows;
        this.type = guess.type();
        this.formats = guess.formats();
        this.notes = new ArrayList<>(guess.notes());
        this.nothings = type.equals("string")
                ? List.of()
                : tally.nothings.keySet().stream().sorted().toList();
        this.count = tally.values
                - nothings.stream()
                        .mapToLong(text -> tally.nothings.getOrDefault(text, 0L))
                        .sum();
        if (tally.padded > 0 && type.equals("string")) {
            notes.add("%d values have blanks around them: a step 'trim' would remove them".formatted(tally.padded));
        }
    }

    /**
     * The proposal.
     *
     * @param type where the source has types; empty where it is to be found
     */
    static ProposedColumn of(String name, ColumnTally tally, long rows, Optional<String> type, double tolerance) {
        TypeGuess.Guess guess = type.map(known -> new TypeGuess.Guess(known, List.of(), List.of()))
                .orElseGet(() -> new TypeGuess(tally, tolerance).guess());
        return new ColumnGuess(name, tally, rows, guess).propose();
    }

    private ProposedColumn propose() {
        List<ProposedRule> rules = new ArrayList<>();
        String how = formats.isEmpty() ? "" : " in the form " + String.join(" or ", formats);
        rules.add(new ProposedRule("cast(%s)".formatted(name), name, "cast", type + how, ""));
        if (count > 0 && rows - tally.unreadable - count <= RARE * rows) {
            rules.add(new ProposedRule("required(%s)".formatted(name), name, "required", "is not null", ""));
        }
        if (count >= FEW) {
            if (type.equals("string")) {
                values().or(this::form).or(this::pattern).or(this::length).ifPresent(rules::add);
            } else if (isNumber()) {
                range().ifPresent(rules::add);
            }
            unique().ifPresent(rules::add);
        }
        return new ProposedColumn(name, type, formats, nothings, rules, notes);
    }

    private boolean isNumber() {
        return switch (type) {
            case "int", "long", "float", "double" -> true;
            default -> type.startsWith("decimal");
        };
    }

    private ProposedRule rule(String kind, String text, String options) {
        String step = "{type: %s, column: %s%s}".formatted(kind, YamlText.literal(name), options);
        return new ProposedRule("%s(%s)".formatted(kind, name), name, kind, text, step);
    }

    private Optional<ProposedRule> values() {
        if (!tally.distinctIsExact() || tally.distinct() > MOST_IN_ENUM || count < 5 * tally.distinct()) {
            return Optional.empty();
        }
        long rare = Math.max(2, count / 1000);
        List<ValueRows> all = tally.top(MOST_IN_ENUM);
        List<ValueRows> kept =
                all.stream().filter(value -> value.rows() >= rare).toList();
        long covered = kept.stream().mapToLong(ValueRows::rows).sum();
        if (kept.isEmpty() || count - covered > RARE * count) {
            return Optional.empty();
        }
        List<String> values = kept.stream().map(ValueRows::value).sorted().toList();
        return Optional.of(
                rule("enum", "is one of " + String.join(", ", values), ", values: " + YamlText.literals(values)));
    }

    private Optional<ProposedRule> form() {
        return FORMS.entrySet().stream()
                .filter(form -> tally.fits[form.getKey().ordinal()] >= (1 - RARE) * count)
                .findFirst()
                .map(form -> rule(form.getValue(), "is of the form " + form.getValue(), ""));
    }

    private Optional<ProposedRule> pattern() {
        return shape(tally.topShapes(1))
                .or(() -> shape(tally.topLooseShapes(1)).filter(ColumnGuess::tellsSomething))
                .map(shape -> rule("pattern", "matches " + shape, ", pattern: " + YamlText.literal(shape)));
    }

    private Optional<String> shape(List<ValueRows> shapes) {
        return shapes.stream()
                .filter(shape -> shape.rows() >= (1 - RARE) * count)
                .map(ValueRows::value)
                .findFirst();
    }

    /** One word of letters, or of digits, is no shape. */
    private static boolean tellsSomething(String loose) {
        return loose.contains("[0-9]+") && loose.length() > "[0-9]+".length();
    }

    private Optional<ProposedRule> length() {
        return LENGTHS.stream()
                .filter(length -> length >= tally.maxLength)
                .findFirst()
                .map(length -> rule("length", "has at most %d characters".formatted(length), ", max: " + length));
    }

    /** Between round numbers beyond the least and the greatest value; values far off all others lie outside. */
    private Optional<ProposedRule> range() {
        if (tally.finite() < FEW || looksUnique()) {
            return Optional.empty();
        }
        double low = tally.quantile(0.01);
        double high = tally.quantile(0.99);
        double fence = 5 * Math.max(high - low, Math.abs(high) / 100);
        BigDecimal from = round(Math.max(tally.min, low - fence), RoundingMode.FLOOR);
        BigDecimal to = round(Math.min(tally.max, high + fence), RoundingMode.CEILING);
        if (tally.min >= 0) {
            from = BigDecimal.ZERO;
        }
        if (type.equals("int") || type.equals("long")) {
            from = from.setScale(0, RoundingMode.FLOOR);
            to = to.setScale(0, RoundingMode.CEILING);
        }
        int most = type.equals("int") ? 10 : 16;
        if (from.compareTo(to) >= 0 || digits(from) >= most || digits(to) >= most || tooFine(from) || tooFine(to)) {
            return Optional.empty();
        }
        String min = from.toPlainString();
        String max = to.toPlainString();
        return Optional.of(rule(
                "range",
                "lies between %s and %s".formatted(min, max),
                ", min: %s, max: %s".formatted(YamlText.literal(min), YamlText.literal(max))));
    }

    private static int digits(BigDecimal number) {
        return number.precision() - number.scale();
    }

    /** A bound must be a value of the column's type. */
    private boolean tooFine(BigDecimal bound) {
        return type.startsWith("decimal") && bound.stripTrailingZeros().scale() > tally.scale;
    }

    /** Away from zero or towards it, to two digits. */
    private static BigDecimal round(double bound, RoundingMode mode) {
        BigDecimal exact = BigDecimal.valueOf(bound);
        BigDecimal rounded = exact.round(new MathContext(2, mode));
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded;
    }

    private boolean looksUnique() {
        boolean keyType = switch (type) {
            case "int", "long", "uuid" -> true;
            case "string" -> tally.maxLength <= 64;
            default -> false;
        };
        return keyType && tally.distinct() >= (tally.distinctIsExact() ? 1 - RARE : 0.96) * count;
    }

    private Optional<ProposedRule> unique() {
        boolean complete = rows - tally.unreadable - count <= RARE * rows;
        if (!complete || !looksUnique()) {
            return Optional.empty();
        }
        String step = "{type: unique, columns: [%s]}".formatted(YamlText.literal(name));
        return Optional.of(new ProposedRule("unique(%s)".formatted(name), name, "unique", "occurs only once", step));
    }
}
