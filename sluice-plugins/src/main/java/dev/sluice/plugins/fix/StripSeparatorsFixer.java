package dev.sluice.plugins.fix;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowFixer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a number without its thousands separators, and with a decimal point. */
public final class StripSeparatorsFixer implements RowFixer {
    public static final Option<List<String>> SEPARATORS = Option.optional(
            "separators",
            new OptionType.ListOf<>(new OptionType.Text()),
            "What may stand between groups of three digits. Default: blanks, `'`, `’`, `_`, and `,`, or `.` where that is"
                    + " not the decimal sign.");
    public static final Option<String> DECIMAL =
            Option.of("decimal", new OptionType.Character(), ".", "The decimal sign, `.` or `,`; it becomes a point.");
    private static final List<String> ALWAYS = List.of(" ", "\u00a0", "\u202f", "\u2009", "'", "\u2019", "_");

    private Pattern number = Pattern.compile("");
    private String decimal = ".";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "strip_separators",
                "Strips separators from numbers whose digits they part into groups of three, and makes the decimal sign a"
                        + " point.",
                SEPARATORS,
                DECIMAL);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>();
        String sign = options.get(DECIMAL);
        if (!sign.equals(".") && !sign.equals(",")) {
            problems.add(Problem.at(
                    options.location(DECIMAL), ErrorCode.UNFIT_OPTIONS, "decimal is '.' or ',', not '" + sign + "'"));
        }
        for (String separator : separators(options)) {
            if (separator.isEmpty()
                    || separator.equals(sign)
                    || separator.chars().anyMatch(c -> isOfNumber((char) c))) {
                problems.add(Problem.at(
                        options.location(SEPARATORS),
                        ErrorCode.UNFIT_OPTIONS,
                        "'%s' cannot be a separator: it is empty, the decimal sign, or part of a number"
                                .formatted(separator)));
            }
        }
        return problems;
    }

    private static boolean isOfNumber(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+';
    }

    private static List<String> separators(Options options) {
        return options.find(SEPARATORS).orElseGet(() -> {
            List<String> all = new ArrayList<>(ALWAYS);
            all.add(options.get(DECIMAL).equals(",") ? "." : ",");
            return all;
        });
    }

    @Override
    public void open(Options options, RowContext context) {
        decimal = options.get(DECIMAL);
        List<String> quoted = separators(options).stream().map(Pattern::quote).toList();
        // One number has one separator.
        String groups = quoted.isEmpty()
                ? ""
                : "|[0-9]{1,3}(?<separator>" + String.join("|", quoted) + ")[0-9]{3}(?:\\k<separator>[0-9]{3})*";
        number = Pattern.compile("([+-]?)(?<whole>[0-9]+" + groups + ")(?:" + Pattern.quote(decimal) + "([0-9]+))?");
    }

    @Override
    public @Nullable String fix(String column, String text) {
        Matcher matcher = number.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String whole = matcher.group("whole").replaceAll("[^0-9]", "");
        String fraction = matcher.group(matcher.groupCount());
        return matcher.group(1) + whole + (fraction == null ? "" : "." + fraction);
    }
}
