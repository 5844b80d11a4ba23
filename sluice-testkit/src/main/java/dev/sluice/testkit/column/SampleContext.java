package dev.sluice.testkit.column;

import dev.sluice.api.ColumnFunctions;
import dev.sluice.api.StepContext;
import dev.sluice.spark.expression.CompiledFunctions;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** The columns that a plug-in says it reads, and no others. */
record SampleContext(StructType schema, List<String> reads) implements StepContext {
    @Override
    public Column column(String name) {
        return functions.col("`" + known(name).replace("`", "``") + "`");
    }

    @Override
    public String type(String name) {
        return schema.apply(known(name)).dataType().catalogString();
    }

    private String known(String name) {
        if (!reads.contains(name)) {
            throw new AssertionError("the plug-in does not say that it reads '" + name + "'");
        }
        return name;
    }

    @Override
    public ZoneId zone() {
        return ZoneOffset.UTC;
    }

    @Override
    public ColumnFunctions functions() {
        return new CompiledFunctions();
    }
}
