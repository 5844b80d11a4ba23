package dev.sluice.testkit.column;

import dev.sluice.api.Check;
import dev.sluice.api.Options;
import dev.sluice.api.StepContext;
import dev.sluice.api.Validator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/** What a validator of the column tier promises. */
public abstract class ColumnValidatorContract extends ColumnPluginContract<Validator> {
    @Override
    final List<String> reads(Validator plugin, Options options) {
        return plugin.reads(options);
    }

    @Override
    final List<Column> expressions(Validator plugin, Options options, StepContext context) {
        return plugin.check(options, context).stream()
                .flatMap(check -> Stream.concat(Stream.of(check.fails()), Stream.ofNullable(check.detail())))
                .toList();
    }

    @Override
    final Set<String> givenCodes(Validator plugin, Options options, StepContext context) {
        return plugin.check(options, context).stream().map(Check::code).collect(Collectors.toSet());
    }
}
