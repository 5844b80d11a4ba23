package dev.sluice.core.plan;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.core.expression.SqlExpression;
import dev.sluice.core.expression.TextPlace;
import dev.sluice.core.spec.RuleTerms;
import dev.sluice.core.spec.Step;
import dev.sluice.core.window.WindowReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL expressions among a step's options: their flaws and the columns that they read. */
record SqlOptions(List<Read> reads, List<Problem> problems) {
    static SqlOptions of(Step<?> step) {
        SqlOptions found = new SqlOptions(new ArrayList<>(), new ArrayList<>());
        found.section(step.plugin().descriptor().options(), step.options());
        return found;
    }

    /** The same of a rule's condition. */
    static SqlOptions of(RuleTerms terms) {
        SqlOptions found = new SqlOptions(new ArrayList<>(), new ArrayList<>());
        terms.when().ifPresent(when -> found.expression(when, terms.whenAt()));
        return found;
    }

    private void section(List<Option<?>> options, Options values) {
        for (Option<?> option : options) {
            Object value = values.find(option).orElse(null);
            if (value != null) {
                value(option.type(), value, values.location(option));
            }
        }
    }

    private void value(OptionType<?> type, Object value, @Nullable Location location) {
        if (type instanceof OptionType.Sql) {
            expression((String) value, location);
        } else if (type instanceof OptionType.ListOf<?> list) {
            ((List<?>) value).forEach(element -> value(list.element(), element, location));
        } else if (type instanceof OptionType.MapOf<?> map) {
            ((Map<?, ?>) value).values().forEach(element -> value(map.value(), element, location));
        } else if (type instanceof OptionType.Section section) {
            section(section.options(), (Options) value);
        }
    }

    private void expression(String written, @Nullable Location location) {
        String text = WindowReference.sample(written);
        SqlExpression expression = SqlExpression.parse(text);
        problems.addAll(expression.problems(location));
        expression
                .references()
                .forEach(reference -> reads.add(new Read(
                        reference.name(), TextPlace.within(location, text, reference.offset(), reference.length()))));
    }
}
