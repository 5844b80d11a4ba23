package dev.sluice.spark;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.BatchRequest;
import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.SqliteLedger;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.spec.PartitionField;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.type.ColumnType;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.commit.CommitFolder;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.PreparedRun;
import dev.sluice.spark.commit.Publisher;
import dev.sluice.spark.commit.Recovery;
import dev.sluice.spark.commit.Summary;
import dev.sluice.spark.commit.TableFiles;
import dev.sluice.spark.sink.TwoTableWrite;
import dev.sluice.spark.sink.Written;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A project in a folder, with the table {@code crm.orders(id long required, name string)} and its quarantine. */
public final class Workbench implements AutoCloseable {
    public static final String PIPELINE = "orders";
    public static final TableName ORDERS = new TableName("crm", "orders");
    public static final List<TargetColumn> COLUMNS =
            List.of(column("id", ColumnType.Primitive.LONG, true), column("name", ColumnType.Primitive.STRING, false));

    public final Path folder;
    public final ProjectSpec project;
    public final ProjectCatalog catalog;
    public final Ledger ledger;
    private SparkSession session;

    public Workbench(Path folder) {
        this(folder, project(folder), ProjectCatalog.open(project(folder)));
    }

    public Workbench(Path folder, ProjectSpec project, ProjectCatalog catalog) {
        this.folder = folder;
        this.project = project;
        this.catalog = catalog;
        ledger = SqliteLedger.open(project.ledgerUrl());
    }

    public static ProjectSpec project(Path folder) {
        return project(folder, "jdbc:sqlite:" + folder.resolve(".sluice/catalog.db"));
    }

    public static ProjectSpec project(Path folder, String catalogUrl) {
        return new ProjectSpec(
                "test",
                folder,
                folder.resolve(".sluice"),
                "jdbc:sqlite:" + folder.resolve(".sluice/ledger.db"),
                catalogUrl,
                folder.resolve("warehouse").toString(),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    public static TargetColumn column(String name, ColumnType type, boolean required) {
        return new TargetColumn(name, type, required, List.of(), null, null, null);
    }

    public static TargetSpec target(List<TargetColumn> columns, PartitionField... partition) {
        return new TargetSpec(ORDERS, ORDERS.quarantine(), columns, List.of(partition), Map.of(), List.of(), null);
    }

    /** A session keeps the catalog that it has met first, so each bench has one of its own. */
    public SparkSession spark() {
        if (session == null) {
            session = LocalSpark.session().newSession();
            ProjectCatalog.sparkSettings(project)
                    .forEach((key, value) -> session.conf().set(key, value));
        }
        return session;
    }

    public CommitFolder commitFolder() {
        return new CommitFolder(folder.resolve(".sluice/commits").toString(), new Configuration());
    }

    public Publisher publisher(CommitObserver observer) {
        return new Publisher(catalog, ledger, commitFolder(), observer);
    }

    public Recovery recovery() {
        return new Recovery(ledger, publisher(CommitObserver.NONE));
    }

    public TwoTables tables() {
        return new TargetTables(catalog).ensure(target(COLUMNS));
    }

    public Claim.Started begin(String runId) {
        return (Claim.Started) ledger.begin(new BatchRequest(
                PIPELINE,
                runId,
                "batch-" + runId,
                List.of(new SourceFile("file:/in/" + runId + ".csv", 1, "mtime:1")),
                ORDERS.toString(),
                ORDERS.quarantine().toString(),
                "f00d",
                Owner.current()));
    }

    /** Rows 0 to count-1; each tenth is bad, each hundredth (from 5) is filtered. */
    public Written write(TwoTables tables, String runId, long count) {
        return TwoTableWrite.write(classified(count), tables, runId, new PlainBadRows(runId));
    }

    public Dataset<Row> classified(long count) {
        return spark().range(0, count, 1, 4)
                .selectExpr(
                        "CASE WHEN id % 10 != 0 AND id % 100 != 5 THEN named_struct('id', id, 'name', 'n' || id) END AS good",
                        "CASE WHEN id % 10 = 0 THEN named_struct('record_no', id) END AS bad");
    }

    public static PreparedRun prepared(String runId, TwoTables tables, Written written) {
        return new PreparedRun(
                runId,
                "batch-" + runId,
                PIPELINE,
                "f00d",
                "beef",
                System.currentTimeMillis(),
                written.rows(),
                List.of(),
                new TableFiles(ORDERS, tables.target().uuid(), written.targetFiles()),
                new TableFiles(ORDERS.quarantine(), tables.quarantine().uuid(), written.quarantineFiles()),
                Map.of());
    }

    public long rows(TableName table) {
        return spark().sql("SELECT count(*) FROM sluice.%s.%s".formatted(table.namespace(), table.name()))
                .head()
                .getLong(0);
    }

    /** Rows counted more than once. */
    public long doubled(TableName table, String key) {
        return spark().sql("SELECT count(*) - count(DISTINCT %s) FROM sluice.%s.%s"
                        .formatted(key, table.namespace(), table.name()))
                .head()
                .getLong(0);
    }

    /** Takes the table out of the catalog; its files stay. */
    public void drop(TableName table) {
        try (Connection connection = DriverManager.getConnection(project.catalogUrl());
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM iceberg_tables WHERE table_name = ?")) {
            delete.setString(1, table.name());
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives the table another name in the catalog. */
    public void rename(TableName from, TableName to) {
        try (Connection connection = DriverManager.getConnection(project.catalogUrl());
                PreparedStatement update =
                        connection.prepareStatement("UPDATE iceberg_tables SET table_name = ? WHERE table_name = ?")) {
            update.setString(1, to.name());
            update.setString(2, from.name());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long snapshotsOf(String runId, TableName table) {
        long count = 0;
        for (Snapshot snapshot :
                SnapshotUtil.currentAncestors(catalog.find(table).orElseThrow())) {
            count += runId.equals(snapshot.summary().get(Summary.RUN_ID)) ? 1 : 0;
        }
        return count;
    }

    public RowCounts expected(long count) {
        long bad = count / 10;
        long filtered = count / 100;
        return new RowCounts(count, count - bad - filtered, bad, filtered, 0);
    }

    @Override
    public void close() {
        ledger.close();
        catalog.close();
    }
}
