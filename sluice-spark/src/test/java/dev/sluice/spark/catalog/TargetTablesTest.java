package dev.sluice.spark.catalog;

import static dev.sluice.spark.Workbench.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.PartitionField;
import dev.sluice.core.spec.PartitionField.Transform;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.type.ColumnType.Array;
import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Field;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.ColumnType.Struct;
import dev.sluice.spark.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTablesTest {
    @TempDir
    Path folder;

    private ProjectCatalog catalog;
    private TargetTables tables;

    @BeforeEach
    void open() {
        catalog = ProjectCatalog.open(Workbench.project(folder));
        tables = new TargetTables(catalog);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void bothTablesAreCreatedAsDeclared() {
        TargetSpec spec = new TargetSpec(
                Workbench.ORDERS,
                Workbench.ORDERS.quarantine(),
                List.of(
                        new TargetColumn("id", Primitive.LONG, true, List.of(), null, "the key", null),
                        column("born", Primitive.DATE, false)),
                List.of(new PartitionField(Transform.MONTH, "born", OptionalInt.empty(), null)),
                Map.of("write.parquet.compression-level", "5"),
                List.of(),
                null);

        TargetPreview preview = tables.preview(spec);
        TwoTables made = tables.ensure(spec);

        assertThat(preview.createsTarget()).isTrue();
        assertThat(preview.createsQuarantine()).isTrue();
        assertThat(made.target().schema().findField("id").isRequired()).isTrue();
        assertThat(made.target().schema().findField("id").doc()).isEqualTo("the key");
        assertThat(made.target().properties())
                .containsEntry("write.parquet.compression-codec", "zstd")
                .containsEntry("write.parquet.compression-level", "5");
        assertThat(Partitioning.describe(made.target())).isEqualTo("[month(born)]");
        assertThat(made.quarantine().schema().columns()).hasSize(15);
        assertThat(tables.preview(spec).createsTarget()).isFalse();
        assertThat(tables.ensure(spec).changes()).isEmpty();
    }

    @Test
    void propertyThatTheTableNeverTakesEndsInAnError() {
        TargetSpec plain = Workbench.target(Workbench.COLUMNS);
        tables.ensure(plain);
        TargetSpec spec = new TargetSpec(
                plain.table(),
                plain.quarantine(),
                plain.columns(),
                List.of(),
                Map.of("uuid", "x"), // dropped silently
                List.of(),
                null);

        SluiceException thrown = catchThrowableOfType(SluiceException.class, () -> tables.ensure(spec));

        assertThat(thrown.code()).isEqualTo(ErrorCode.COMMIT_FAILED);
        assertThat(thrown).hasMessageContaining("uuid");
    }

    @Test
    void everyPartitioningReadsBackAsItWasDeclared() {
        List<PartitionField> fields = List.of(
                new PartitionField(Transform.YEAR, "at", OptionalInt.empty(), null),
                new PartitionField(Transform.BUCKET, "id", OptionalInt.of(16), null),
                new PartitionField(Transform.TRUNCATE, "name", OptionalInt.of(3), null),
                new PartitionField(Transform.IDENTITY, "level", OptionalInt.empty(), null));
        TargetSpec spec = Workbench.target(
                List.of(
                        column("id", Primitive.LONG, true),
                        column("name", Primitive.STRING, false),
                        column("level", Primitive.INT, false),
                        column("at", Primitive.TIMESTAMPTZ, false)),
                fields.toArray(new PartitionField[0]));

        tables.ensure(spec);

        assertThat(tables.preview(spec).problems()).isEmpty();
        assertThat(Partitioning.describe(fields)).isEqualTo("[year(at), bucket(16, id), truncate(3, name), level]");
    }

    @Test
    void columnsAreAddedAndTypesWidened() {
        tables.ensure(spec(
                column("id", Primitive.INT, true),
                column("price", new Decimal(8, 2), false),
                column("ratio", Primitive.FLOAT, true),
                column("place", new Struct(List.of(new Field("x", Primitive.INT, true))), false)));
        addRows();

        TargetSpec wanted = spec(
                column("id", Primitive.LONG, true),
                column("price", new Decimal(12, 2), false),
                column("ratio", Primitive.DOUBLE, false),
                column(
                        "place",
                        new Struct(List.of(new Field("x", Primitive.LONG, true), new Field("y", Primitive.INT, false))),
                        false),
                column("tags", new Array(Primitive.STRING), false));
        List<String> previewed = tables.preview(wanted).changes();
        Table table = tables.ensure(wanted).target();

        assertThat(previewed)
                .containsExactlyInAnyOrder(
                        "widen column id from int to long",
                        "widen column price from decimal(8,2) to decimal(12,2)",
                        "widen column ratio from float to double",
                        "make column ratio optional",
                        "widen column place.x from int to long",
                        "add column place.y int",
                        "add column tags array<string>");
        assertThat(table.schema().findType("id")).isEqualTo(Types.LongType.get());
        assertThat(table.schema().findField("place.y")).isNotNull();
        assertThat(tables.preview(wanted).changes()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefusedColumnByColumnAndNothingIsChanged() {
        tables.ensure(spec(
                column("id", Primitive.LONG, true),
                column("name", Primitive.STRING, false),
                column("price", new Decimal(8, 2), false),
                column("code", Primitive.INT, true)));
        addRows();

        TargetSpec wanted = new TargetSpec(
                Workbench.ORDERS,
                Workbench.ORDERS.quarantine(),
                List.of(
                        column("id", Primitive.INT, true),
                        column("Name", Primitive.STRING, false),
                        column("price", new Decimal(8, 3), false),
                        column("fresh", Primitive.STRING, true),
                        column("extra", Primitive.STRING, false)),
                List.of(new PartitionField(Transform.BUCKET, "id", OptionalInt.of(4), null)),
                Map.of(),
                List.of(),
                null);
        SluiceException refused = catchThrowableOfType(SluiceException.class, () -> tables.ensure(wanted));

        assertThat(refused.code()).isEqualTo(ErrorCode.TARGET_DIFFERS);
        assertThat(refused.problems())
                .extracting(Problem::message)
                .containsExactly(
                        "Cannot write to the target: column id: the table has long, the pipeline says int",
                        "Cannot write to the target: column Name: the table has name, and names may not differ by case alone",
                        "Cannot write to the target: column price: the table has decimal(8,2), the pipeline says decimal(8,3)",
                        "Cannot write to the target: column fresh: new and required, but the table has rows without it",
                        "Cannot write to the target: column code: required in the table, not in the pipeline",
                        "Cannot write to the target: partition: table crm.orders has [], the pipeline says [bucket(4, id)]");
        assertThat(refused.problems())
                .allSatisfy(problem -> assertThat(problem.hint()).isNotBlank());
        assertThat(catalog.find(Workbench.ORDERS).orElseThrow().schema().columns())
                .hasSize(4);
    }

    @Test
    void aColumnThatThePipelineHasNotStaysNullWithAWarning() {
        tables.ensure(spec(column("id", Primitive.LONG, true), column("name", Primitive.STRING, false)));

        TwoTables narrower = tables.ensure(spec(column("id", Primitive.LONG, true)));

        assertThat(narrower.warnings()).containsExactly("column name of the table is not in the pipeline: left null");
        assertThat(narrower.changes()).isEmpty();
    }

    @Test
    void aRequiredColumnIsAddedWhileTheTableHasNoRows() {
        tables.ensure(spec(column("id", Primitive.LONG, true)));

        Table table = tables.ensure(spec(column("id", Primitive.LONG, true), column("name", Primitive.STRING, true)))
                .target();

        assertThat(table.schema().findField("name").isRequired()).isTrue();
    }

    @Test
    void aTableThatIsNoQuarantineIsNotWrittenTo() {
        TargetSpec spec = spec(column("id", Primitive.LONG, true));
        tables.ensure(spec);
        TargetSpec crossed = new TargetSpec(
                Workbench.ORDERS.quarantine(), Workbench.ORDERS, spec.columns(), List.of(), Map.of(), List.of(), null);

        SluiceException refused = catchThrowableOfType(SluiceException.class, () -> tables.ensure(crossed));

        assertThat(refused.problems()).extracting(Problem::code).contains(ErrorCode.QUARANTINE_DIFFERS);
    }

    private static TargetSpec spec(TargetColumn... columns) {
        return Workbench.target(List.of(columns));
    }

    private void addRows() {
        Table table = catalog.find(Workbench.ORDERS).orElseThrow();
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/x.parquet")
                        .withFileSizeInBytes(10)
                        .withRecordCount(1)
                        .build())
                .commit();
    }
}
