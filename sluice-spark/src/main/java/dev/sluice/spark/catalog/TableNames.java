package dev.sluice.spark.catalog;

import dev.sluice.core.ledger.AskedPromotion;
import dev.sluice.core.ledger.Promotion.RenamedTable;
import dev.sluice.core.spec.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * The names of the tables in the catalog's database: a row for each. Iceberg renames one table in one transaction; here are
 * several.
 *
 * <p>A transaction of which nobody is known to wait any more cannot come to its end later: its last word is {@code COMMIT},
 * which is sent after all its statements have been answered. One whose {@code COMMIT} is on its way holds the rows, so that
 * the next one waits for it.
 *
 * @param catalog as which the rows know the catalog
 * @param pools connections to its database
 */
record TableNames(String catalog, Supplier<JdbcClientPool> pools) {
    private static final String RENAME = "UPDATE iceberg_tables SET table_namespace = ?, table_name = ?"
            + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?";
    /** The number of the last promotion, as a property of the namespace, where no reader looks. */
    private static final String NUMBER = "INSERT INTO iceberg_namespace_properties"
            + " (catalog_name, namespace, property_key, property_value) VALUES (?, ?, ?, '0') ON CONFLICT DO NOTHING";

    private static final String TAKE_NUMBER = "UPDATE iceberg_namespace_properties SET property_value = ?"
            + " WHERE catalog_name = ? AND namespace = ? AND property_key = ? AND CAST(property_value AS BIGINT) < ?";

    // '_' stands for any character here: at worst a table gets a folder of its own without need.
    private static final String LEFT =
            "SELECT table_name FROM iceberg_tables WHERE catalog_name = ? AND metadata_location LIKE ?";

    /** Whether a table has its files where one that is created under this name would have them: it had the name before. */
    boolean isLeft(TableName name) throws SQLException, InterruptedException {
        try (JdbcClientPool connections = pools.get()) {
            return connections.run(connection -> {
                try (PreparedStatement question = connection.prepareStatement(LEFT)) {
                    question.setString(1, catalog);
                    question.setString(2, "%%/%s/%s/metadata/%%".formatted(name.namespace(), name.name()));
                    try (ResultSet rows = question.executeQuery()) {
                        return rows.next();
                    }
                }
            });
        }
    }

    /** All or none, in their order. False, and none, if the number of the promotion is not the greatest. */
    boolean change(AskedPromotion asked, List<RenamedTable> tables) throws SQLException, InterruptedException {
        try (JdbcClientPool connections = pools.get()) {
            return connections.run(connection -> change(connection, asked, tables));
        }
    }

    private boolean change(Connection connection, AskedPromotion asked, List<RenamedTable> tables) throws SQLException {
        // The connection is closed afterwards: what is not committed by then is undone.
        connection.setAutoCommit(false);
        if (!isFirst(connection, asked)) {
            connection.rollback();
            return false;
        }
        try (PreparedStatement rename = connection.prepareStatement(RENAME)) {
            for (RenamedTable table : tables) {
                rename(rename, table.from(), table.to());
            }
        }
        connection.commit();
        return true;
    }

    private boolean isFirst(Connection connection, AskedPromotion asked) throws SQLException {
        String namespace = asked.promotion().target().namespace();
        String key = "sluice.promotion." + asked.promotion().pipeline();
        try (PreparedStatement make = connection.prepareStatement(NUMBER)) {
            make.setString(1, catalog);
            make.setString(2, namespace);
            make.setString(3, key);
            int ignored = make.executeUpdate();
        }
        try (PreparedStatement take = connection.prepareStatement(TAKE_NUMBER)) {
            take.setString(1, Long.toString(asked.number()));
            take.setString(2, catalog);
            take.setString(3, namespace);
            take.setString(4, key);
            take.setLong(5, asked.number());
            return take.executeUpdate() == 1;
        }
    }

    private void rename(PreparedStatement rename, TableName from, TableName to) throws SQLException {
        rename.setString(1, to.namespace());
        rename.setString(2, to.name());
        rename.setString(3, catalog);
        rename.setString(4, from.namespace());
        rename.setString(5, from.name());
        if (rename.executeUpdate() != 1) {
            throw new SQLException("there is no table " + from);
        }
    }
}
