package dev.sluice.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.PartitionField;
import dev.sluice.core.spec.PartitionField.Transform;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.spark.PlainBadRows;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.catalog.TwoTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoTableWriteTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void tasksWithoutBadRowsOpenNoFileOfTheQuarantine() {
        Dataset<Row> rows = bench.spark()
                .range(0, 100, 1, 2)
                .selectExpr(
                        "named_struct('id', id, 'name', 'a') AS good",
                        "CASE WHEN id < 0 THEN named_struct('record_no', id) END AS bad");

        Written written = TwoTableWrite.write(rows, bench.tables(), "r1", new PlainBadRows("r1"));

        assertThat(written.quarantineFiles()).isEmpty();
        assertThat(written.targetFiles()).hasSize(2);
        assertThat(written.tasks()).extracting(TaskFacts::landed).containsExactly(50L, 50L);
        assertThat(written.tasks()).allSatisfy(task -> assertThat(task.bytes()).isPositive());
        assertThat(dataFiles("orders__quarantine")).isZero();
    }

    @Test
    void rowsWithoutDataWriteNothing() {
        Written written = bench.write(bench.tables(), "r1", 0);

        assertThat(written.targetFiles()).isEmpty();
        assertThat(written.rows()).isEqualTo(bench.expected(0));
    }

    @Test
    void manyPartitionsAreSortedAndEachTaskWritesOneFileForEach() {
        TwoTables tables = tables(
                List.of(
                        Workbench.column("id", Primitive.LONG, true),
                        Workbench.column("day", Primitive.DATE, false),
                        Workbench.column("name", Primitive.STRING, false),
                        Workbench.column("amount", new ColumnType.Decimal(10, 2), false)),
                partition(Transform.DAY, "day"),
                partition(Transform.TRUNCATE, "name", 1),
                partition(Transform.BUCKET, "amount", 2));
        Dataset<Row> rows = bench.spark()
                .range(0, 2_000, 1, 2)
                .selectExpr(
                        "CASE WHEN id % 10 != 0 THEN named_struct('id', id, 'day', date_add(DATE'2024-01-01', CAST(id % 50 AS INT)),"
                                + " 'name', IF(id % 7 = 0, NULL, CONCAT('n', id)), 'amount', CAST(id % 3 AS DECIMAL(10,2))) END AS good",
                        "CASE WHEN id % 10 = 0 THEN named_struct('record_no', id) END AS bad");

        Written written = TwoTableWrite.write(rows, tables, "r1", new PlainBadRows("r1"));
        commit(tables, written.targetFiles());

        assertThat(written.rows().landed()).isEqualTo(1_800);
        long partitions = written.targetFiles().stream()
                .map(file -> file.partition().toString())
                .distinct()
                .count();
        assertThat(partitions).isEqualTo(90);
        assertThat(written.targetFiles().size()).isBetween((int) partitions, 2 * (int) partitions);
        assertThat(query("SELECT count(*) FROM sluice.crm.orders WHERE day = DATE'2024-01-02'"))
                .isEqualTo(40);
        assertThat(query("SELECT count(*) FROM sluice.crm.orders WHERE name IS NULL"))
                .isEqualTo(query("SELECT count_if(id % 7 = 0) FROM range(2000) WHERE id % 10 != 0"));
    }

    @Test
    void rowsAreSortedByTheBucketsOfUuidsNotOfTheirTexts() {
        TwoTables tables = tables(
                List.of(Workbench.column("id", Primitive.UUID, true), Workbench.column("day", Primitive.DATE, false)),
                partition(Transform.DAY, "day"),
                partition(Transform.BUCKET, "id", 16));
        Dataset<Row> rows = bench.spark()
                .range(0, 500, 1, 1)
                .selectExpr(
                        "named_struct('id', regexp_replace(md5(CAST(id AS STRING)), '(.{8})(.{4})(.{4})(.{4})(.{12})',"
                                + " '$1-$2-$3-$4-$5'), 'day', date_add(DATE'2024-01-01', CAST(id % 2 AS INT))) AS good",
                        "CASE WHEN id < 0 THEN named_struct('record_no', id) END AS bad");

        Written written = TwoTableWrite.write(rows, tables, "r1", new PlainBadRows("r1"));
        commit(tables, written.targetFiles());

        assertThat(Arrangement.of(tables.target().spec())).isEqualTo(Arrangement.SORTED);
        assertThat(written.targetFiles()).as("one for each partition").hasSize(2 * 16);
        assertThat(query("SELECT count(DISTINCT id) FROM sluice.crm.orders")).isEqualTo(500);
    }

    @Test
    void fewPartitionsFanOutWithoutASort() {
        TwoTables tables = tables(Workbench.COLUMNS, partition(Transform.BUCKET, "id", 8));

        Written written = TwoTableWrite.write(bench.classified(1_000), tables, "r1", new PlainBadRows("r1"));
        commit(tables, written.targetFiles());

        assertThat(Arrangement.of(tables.target().spec())).isEqualTo(Arrangement.FAN_OUT);
        assertThat(written.targetFiles()).hasSize(4 * 8);
        assertThat(query("SELECT count(*) FROM sluice.crm.orders")).isEqualTo(890);
    }

    @Test
    void fanOutKeepsItsBoundWhenThereAreMorePartitionsThanExpected() {
        TwoTables tables = tables(
                List.of(Workbench.column("id", Primitive.LONG, true), Workbench.column("day", Primitive.DATE, false)),
                partition(Transform.YEAR, "day"));
        Dataset<Row> rows = bench.spark()
                .range(0, 400, 1, 1)
                .selectExpr(
                        "named_struct('id', id, 'day', make_date(1900 + CAST(id % 100 AS INT), 1, 1)) AS good",
                        "CASE WHEN id < 0 THEN named_struct('record_no', id) END AS bad");

        Written written = TwoTableWrite.write(rows, tables, "r1", new PlainBadRows("r1"));
        commit(tables, written.targetFiles());

        assertThat(Arrangement.of(tables.target().spec())).isEqualTo(Arrangement.FAN_OUT);
        assertThat(written.targetFiles()).hasSize(400);
        assertThat(query("SELECT count(DISTINCT id) FROM sluice.crm.orders")).isEqualTo(400);
    }

    @Test
    void columnsAreMatchedByNameWhateverTheirOrder() {
        TwoTables tables = bench.tables();
        Dataset<Row> rows = bench.spark()
                .range(0, 10, 1, 1)
                .selectExpr(
                        "named_struct('name', CONCAT('n', id), 'id', id) AS good",
                        "CASE WHEN id < 0 THEN named_struct('record_no', id) END AS bad");

        commit(
                tables,
                TwoTableWrite.write(rows, tables, "r1", new PlainBadRows("r1")).targetFiles());

        assertThat(query("SELECT count(*) FROM sluice.crm.orders WHERE name = CONCAT('n', id)"))
                .isEqualTo(10);
    }

    @Test
    void rowsThatDoNotFitTheTableAreRefusedBeforeTheJob() {
        Dataset<Row> rows = bench.spark()
                .range(0, 10, 1, 1)
                .selectExpr(
                        "named_struct('id', CAST(id AS INT), 'name', 'a') AS good",
                        "CASE WHEN id < 0 THEN named_struct('record_no', id) END AS bad");

        assertThatThrownBy(() -> TwoTableWrite.write(rows, bench.tables(), "r1", new PlainBadRows("r1")))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("column id is long in the table, INT in the rows");
    }

    @Test
    void aNullInARequiredColumnStopsTheJobAndLeavesNoFile() {
        Dataset<Row> rows = bench.spark()
                .range(0, 1_000, 1, 4)
                .selectExpr(
                        "named_struct('id', IF(id = 777, NULL, id), 'name', 'a') AS good",
                        "CASE WHEN id < 0 THEN named_struct('record_no', id) END AS bad");

        assertThatThrownBy(() -> TwoTableWrite.write(rows, bench.tables(), "r1", new PlainBadRows("r1")))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ROW_WRITTEN))
                .hasMessageContaining("Cannot write a row without the required column id");
        assertThat(dataFiles("orders")).isZero();
    }

    @Test
    void aTaskThatIsRunAgainCountsOnceAndTheFirstAttemptsFilesGo() {
        TwoTables tables = bench.tables();

        Written written =
                TwoTableWrite.write(bench.classified(1_000), tables, "r1", new FailsOnce(new PlainBadRows("r1")));

        assertThat(written.rows()).isEqualTo(bench.expected(1_000));
        assertThat(written.reasonRows()).containsExactly(100);
        assertThat(dataFiles("orders")).isEqualTo(written.targetFiles().size());
        assertThat(dataFiles("orders__quarantine"))
                .isEqualTo(written.quarantineFiles().size());
    }

    /** The first attempt of each task fails at its last bad row but ten. */
    private record FailsOnce(BadRowMapper.Factory rows) implements BadRowMapper.Factory {
        @Override
        public BadRowMapper create() {
            BadRowMapper mapper = rows.create();
            return (bad, reasonRows) -> {
                if (TaskContext.get().attemptNumber() == 0 && reasonRows[0] == 15) {
                    throw new IllegalStateException("the executor is lost");
                }
                return mapper.map(bad, reasonRows);
            };
        }

        @Override
        public int reasonSlots() {
            return rows.reasonSlots();
        }
    }

    private TwoTables tables(List<TargetColumn> columns, PartitionField... partition) {
        return new TargetTables(bench.catalog).ensure(Workbench.target(columns, partition));
    }

    static PartitionField partition(Transform transform, String column) {
        return new PartitionField(transform, column, OptionalInt.empty(), null);
    }

    static PartitionField partition(Transform transform, String column, int parameter) {
        return new PartitionField(transform, column, OptionalInt.of(parameter), null);
    }

    private static void commit(TwoTables tables, List<DataFile> files) {
        AppendFiles append = tables.target().newAppend();
        files.forEach(append::appendFile);
        append.commit();
    }

    private long query(String sql) {
        return bench.spark().sql(sql).head().getLong(0);
    }

    private long dataFiles(String table) {
        Path data = folder.resolve("warehouse/crm/" + table + "/data");
        if (!Files.exists(data)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
