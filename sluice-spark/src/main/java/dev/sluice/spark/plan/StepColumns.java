package dev.sluice.spark.plan;

import dev.sluice.api.ColumnFunctions;
import dev.sluice.api.StepContext;
import dev.sluice.spark.expression.CompiledFunctions;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/** The columns as they are when a step begins. */
record StepColumns(StructType schema, List<String> reads, ZoneId zone, RunContext run) implements StepContext {
    @Override
    public Column column(String name) {
        return Levels.quoted(name);
    }

    @Override
    public String type(String name) {
        return schema.apply(name).dataType().catalogString();
    }

    @Override
    public ColumnFunctions functions() {
        return new CompiledFunctions(run::resolve);
    }
}
