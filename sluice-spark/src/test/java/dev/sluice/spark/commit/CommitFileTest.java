package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Severity;
import dev.sluice.api.SluiceException;
import dev.sluice.api.Stage;
import dev.sluice.core.audit.DatasetAudit;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.Workbench;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitFileTest {
    private static final PartitionSpec SPEC = PartitionSpec.builderFor(new Schema(
                    Types.NestedField.required(1, "id", Types.LongType.get()),
                    Types.NestedField.optional(2, "name", Types.StringType.get())))
            .identity("name")
            .build();
    private static final Function<TableName, Map<Integer, PartitionSpec>> SPECS = table -> Map.of(0, SPEC);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "file:"})
    void whatIsWrittenIsReadBackWhole(String scheme) {
        CommitFolder commits = new CommitFolder(scheme + folder.resolve("a/b"), new Configuration());
        PreparedRun run = run();

        String path = commits.write("r1", CommitFile.toBytes(run, SPECS));
        PreparedRun read = CommitFile.parse(commits.read(path), path, SPECS);

        assertThat(read.target().files()).hasSize(2);
        assertThat(json(read.target().files())).isEqualTo(json(run.target().files()));
        assertThat(json(read.quarantine().files()))
                .isEqualTo(json(run.quarantine().files()));
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("target.files", "quarantine.files")
                .isEqualTo(run);
    }

    @Test
    void whatTheRowsReplaceIsReadBackToo() {
        for (OptionalLong since : List.of(OptionalLong.of(42), OptionalLong.empty())) {
            for (Replaced replaced : List.of(
                    new ReplacedRows("window_start", Instant.parse("2026-03-01T00:00:00Z"), since),
                    new ReplacedTable(since),
                    new ReplacedPartitions(since),
                    new AddedRows(since),
                    new MergedRows(
                            List.of("id", "name"),
                            List.of("id"),
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            Optional.of(new MergedRows.Base(since)),
                            Optional.empty()),
                    new MergedRows(
                            List.of("id", "at"),
                            List.of("id"),
                            Optional.of("at"),
                            true,
                            Optional.of(new MergedRows.Versions("a", "b", "c")),
                            Optional.empty(),
                            Optional.of(new MergedRows.Audited(
                                    List.of(
                                            new DatasetAudit("a", "SELECT 1", false, Severity.WARNING, null),
                                            new DatasetAudit("b", "max(id) < 9", true, Severity.ERROR, null)),
                                    ZoneId.of("Europe/Berlin")))))) {
                PreparedRun run = run().replacing(replaced);

                assertThat(CommitFile.parse(CommitFile.toBytes(run, SPECS), "r1.jsonl.gz", SPECS)
                                .replaced())
                        .contains(replaced);
            }
        }
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() {
        byte[] whole = CommitFile.toBytes(run(), SPECS);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CommitFile.parse(cut, "r1.jsonl.gz", SPECS))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_FILE_UNREADABLE))
                    .hasMessageContaining("Cannot read commit file r1.jsonl.gz");
        }
    }

    private static PreparedRun run() {
        return new PreparedRun(
                "r1",
                "b1",
                Workbench.PIPELINE,
                "f00d",
                "beef",
                1_700_000_000_000L,
                new RowCounts(33, 30, 2, 1, 0),
                List.of(
                        new ReasonCount(Stage.PARSE, "CORRUPT_RECORD", "csv", null, 1),
                        new ReasonCount(Stage.VALIDATE, "MISSING", "required(id)", "id", 2)),
                new TableFiles(Workbench.ORDERS, new UUID(1, 2), List.of(file("a", "x"), file("b", null))),
                new TableFiles(Workbench.ORDERS.quarantine(), new UUID(3, 4), List.of(file("c", "é\n\""))),
                Map.of("note", "kept"));
    }

    private static DataFile file(String name, String partition) {
        org.apache.iceberg.PartitionData values = new org.apache.iceberg.PartitionData(SPEC.partitionType());
        values.set(0, partition);
        return DataFiles.builder(SPEC)
                .withPath("file:/w/" + name + ".parquet")
                .withFileSizeInBytes(100)
                .withPartition(values)
                .withMetrics(new Metrics(
                        10L,
                        Map.of(1, 50L, 2, 50L),
                        Map.of(1, 10L),
                        Map.of(1, 0L),
                        Map.of(),
                        Map.of(1, ByteBuffer.wrap(new byte[8])),
                        Map.of(1, ByteBuffer.wrap(new byte[] {9, 0, 0, 0, 0, 0, 0, 0}))))
                .withSplitOffsets(List.of(4L))
                .build();
    }

    private static List<String> json(List<DataFile> files) {
        return files.stream().map(file -> ContentFileParser.toJson(file, SPEC)).toList();
    }
}
