package dev.sluice.testkit.column;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Failure;
import dev.sluice.api.Options;
import dev.sluice.api.StepContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a converter of the column tier promises. */
public abstract class ColumnConverterContract extends ColumnPluginContract<Converter> {
    @Override
    final List<String> reads(Converter plugin, Options options) {
        return plugin.footprint(options).reads();
    }

    @Override
    final List<Column> expressions(Converter plugin, Options options, StepContext context) {
        List<Column> expressions = new ArrayList<>();
        for (ConvertedColumn made : plugin.convert(options, context)) {
            expressions.add(made.value());
            Failure failure = made.failure();
            if (failure != null) {
                add(expressions, failure.when());
                add(expressions, failure.detail());
                Failure.Refinement refinement = failure.refinement();
                add(expressions, refinement == null ? null : refinement.code());
            }
        }
        return expressions;
    }

    private static void add(List<Column> expressions, @Nullable Column expression) {
        if (expression != null) {
            expressions.add(expression);
        }
    }

    @Override
    final Set<String> givenCodes(Converter plugin, Options options, StepContext context) {
        Set<String> codes = new HashSet<>();
        for (ConvertedColumn made : plugin.convert(options, context)) {
            Failure failure = made.failure();
            if (failure != null) {
                codes.add(failure.code());
                Failure.Refinement refinement = failure.refinement();
                codes.addAll(refinement == null ? List.of() : refinement.codes());
            }
        }
        return codes;
    }

    @Test
    public void makesTheColumnsThatItSaysItMakes() {
        Converter plugin = plugin();
        Set<String> made = plugin.convert(options(), context(plugin, options())).stream()
                .map(ConvertedColumn::name)
                .collect(Collectors.toSet());
        assertEquals(plugin.footprint(options()).writes().keySet(), made);
    }
}
