package dev.sluice.spark.source;

import dev.sluice.core.spec.SourceColumn;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The files of a scan as a table of DataSource V2. */
final class TextTable implements Table, SupportsRead {
    private final TextScan scan;
    private final TextPlanner planner;

    TextTable(TextScan scan, TextPlanner planner) {
        this.scan = scan;
        this.planner = planner;
    }

    @Override
    public String name() {
        return scan.format().descriptor().word();
    }

    @Override
    @Deprecated
    public StructType schema() {
        return RecordColumns.schema(
                scan.columns().stream().map(SourceColumn::name).toList());
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    @SuppressWarnings("deprecation")
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new Builder(schema());
    }

    private final class Builder implements SupportsPushDownRequiredColumns {
        private StructType required;

        Builder(StructType all) {
            this.required = all;
        }

        @Override
        public void pruneColumns(StructType requiredSchema) {
            required = requiredSchema;
        }

        @Override
        public TextBatch build() {
            return new TextBatch(scan, planner, required);
        }
    }
}
