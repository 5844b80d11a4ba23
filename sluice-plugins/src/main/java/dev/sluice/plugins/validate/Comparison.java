package dev.sluice.plugins.validate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/** How a column must stand to another: {@code >= ordered}. */
record Comparison(Operator operator, String other) {
    private static final Pattern FORM = Pattern.compile("\\s*(<=|>=|!=|<>|==|=|<|>)\\s*(\\S.*?)\\s*");

    /** What two values may be to one another. */
    enum Operator {
        LESS("<"),
        AT_MOST("<="),
        EQUAL("="),
        DIFFERENT("!="),
        AT_LEAST(">="),
        GREATER(">");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** True where they are not; null where one is null. */
        Column fails(Column left, Column right) {
            return switch (this) {
                case LESS -> left.geq(right);
                case AT_MOST -> left.gt(right);
                case EQUAL -> left.notEqual(right);
                case DIFFERENT -> left.equalTo(right);
                case AT_LEAST -> left.lt(right);
                case GREATER -> left.leq(right);
            };
        }
    }

    /** Empty where the text is none. */
    static Optional<Comparison> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String sign = switch (matcher.group(1)) {
            case "==" -> "=";
            case "<>" -> "!=";
            default -> matcher.group(1);
        };
        for (Operator operator : Operator.values()) {
            if (operator.sign.equals(sign)) {
                return Optional.of(new Comparison(operator, matcher.group(2)));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return operator.sign + " " + other;
    }
}
