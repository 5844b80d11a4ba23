package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import org.apache.spark.sql.Column;

/** Holds JSON against a JSON Schema. Null passes. */
public final class JsonSchemaValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");
    public static final Option<String> SCHEMA = Option.required(
            "schema",
            new OptionType.Text(),
            "The JSON Schema itself, as a text of JSON. Drafts 4 to 2020-12; `$schema` tells which.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("json_schema", "The JSON must fit a JSON Schema.", COLUMN, SCHEMA)
                .withShorthand(SCHEMA);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        Column faults = context.functions().schemaFaults(context.column(column).cast("string"), options.get(SCHEMA));
        return List.of(new Check(
                ReasonCode.SCHEMA_MISMATCH.name(),
                faults.isNotNull(),
                List.of(column),
                Template.literal(column) + " does not fit its schema",
                faults));
    }
}
