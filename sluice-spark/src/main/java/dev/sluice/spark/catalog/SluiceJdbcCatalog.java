package dev.sluice.spark.catalog;

import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * The project's Iceberg catalog in an SQL database: Iceberg's own, over connections that send no statement twice. Public,
 * with a constructor without parameters, because Spark loads it by name ({@code catalog-impl}).
 */
public final class SluiceJdbcCatalog extends JdbcCatalog {
    /** Set to {@code true} where Spark reads: tables show only columns that Spark can read. */
    static final String READABLE = "sluice.readable";

    private boolean readable;

    public SluiceJdbcCatalog() {
        super(null, SingleSendPool::new, true);
    }

    @Override
    public void initialize(String name, Map<String, String> properties) {
        readable = Boolean.parseBoolean(properties.get(READABLE));
        super.initialize(name, properties);
    }

    @Override
    public Table loadTable(TableIdentifier identifier) {
        Table table = super.loadTable(identifier);
        return readable ? ProjectCatalog.readable(table) : table;
    }
}
