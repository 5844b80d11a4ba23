package dev.sluice.plugins.fix;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.TimePattern;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowFixer;
import java.time.DateTimeException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Swaps day and month of a date that cannot be one otherwise. */
public final class SwapDayMonthFixer implements RowFixer {
    public static final Option<List<String>> FORMATS = Option.required(
            "formats",
            new OptionType.ListOf<>(new OptionType.Text()),
            "The patterns in which the column's dates are due, such as `d/M/yyyy`.");

    private List<Swap> swaps = List.of();

    private record Swap(TimePattern due, TimePattern swapped) {}

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "swap_day_month",
                "Swaps day and month where the text is no date as it stands, and is one the other way round. A date that"
                        + " both ways are possible for is left.",
                FORMATS);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>();
        if (options.get(FORMATS).isEmpty()) {
            problems.add(Problem.at(options.location(FORMATS), ErrorCode.EMPTY_VALUE, "formats holds no pattern"));
        }
        for (String format : options.get(FORMATS)) {
            TimePattern.problem(format, TimePattern.Use.DATE)
                    .ifPresentOrElse(
                            why -> problems.add(
                                    Problem.at(options.location(FORMATS), ErrorCode.INVALID_TIME_PATTERN, why)),
                            () -> {
                                if (swapped(format) == null) {
                                    problems.add(Problem.at(
                                            options.location(FORMATS),
                                            ErrorCode.UNFIT_OPTIONS,
                                            "'%s' has no day and month in figures to swap".formatted(format)));
                                }
                            });
        }
        return problems;
    }

    @Override
    public void open(Options options, RowContext context) {
        List<Swap> all = new ArrayList<>();
        for (String format : options.get(FORMATS)) {
            String swapped = swapped(format);
            if (swapped != null) {
                all.add(new Swap(TimePattern.of(format), TimePattern.of(swapped)));
            }
        }
        swaps = List.copyOf(all);
    }

    @Override
    public @Nullable String fix(String column, String text) {
        Set<String> mended = new LinkedHashSet<>();
        for (Swap swap : swaps) {
            if (parsed(swap.due, text) != null) {
                return null;
            }
            TemporalAccessor date = parsed(swap.swapped, text);
            if (date != null) {
                mended.add(swap.due.formatter().format(date));
            }
        }
        return mended.size() == 1 ? mended.iterator().next() : null;
    }

    private static @Nullable TemporalAccessor parsed(TimePattern pattern, String text) {
        try {
            return pattern.formatter().parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The pattern with day and month in each other's place; null where it has not both in figures. */
    private static @Nullable String swapped(String pattern) {
        StringBuilder swapped = new StringBuilder();
        boolean day = false;
        boolean month = false;
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            int end = i + 1;
            while (end < pattern.length() && pattern.charAt(end) == c) {
                end++;
            }
            int length = end - i;
            if (c == '\'') {
                quoted ^= length % 2 == 1;
            }
            boolean figures = !quoted && length <= 2;
            day |= figures && c == 'd';
            month |= figures && (c == 'M' || c == 'L');
            char other = !figures ? c : c == 'd' ? 'M' : c == 'M' || c == 'L' ? 'd' : c;
            swapped.append(String.valueOf(other).repeat(length));
            i = end;
        }
        return day && month ? swapped.toString() : null;
    }
}
