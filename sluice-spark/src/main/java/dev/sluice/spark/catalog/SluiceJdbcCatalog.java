package dev.sluice.spark.catalog;

import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * The project's Iceberg catalog in an SQL database: Iceberg's own, over connections that send no statement twice. Public,
 * with a constructor without parameters, because Spark loads it by name ({@code catalog-impl}).
 */
public final class SluiceJdbcCatalog extends JdbcCatalog {
    public SluiceJdbcCatalog() {
        super(null, SingleSendPool::new, true);
    }
}
