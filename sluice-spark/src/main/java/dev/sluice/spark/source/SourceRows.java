package dev.sluice.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.SourceSpec;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.TypeParser;
import dev.sluice.core.type.TypeSyntaxException;
import dev.sluice.spark.expression.Call;
import dev.sluice.spark.expression.SparkTypes;
import dev.sluice.spark.source.parser.ParserFormat;
import dev.sluice.spark.source.typed.TypedFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads. Of files, of any format: what they say of their columns, and their records with the columns that
 * folders name. Of tables: their rows, in the states that the run has found.
 */
public final class SourceRows implements AutoCloseable {
    private static final ArrayType REASONS = ArrayType.apply(RecordColumns.PARSE_REASON, false);

    private final List<String> partitions;
    private final List<SourceHeader> headers;
    private final Supplier<Dataset<Row>> records;
    private final Optional<TableSource> tables;
    private final Map<String, String> outside = new LinkedHashMap<>();

    private SourceRows(
            List<String> partitions,
            List<SourceFile> files,
            List<SourceHeader> headers,
            Supplier<Dataset<Row>> records,
            Optional<TableSource> tables) {
        this.tables = tables;
        this.partitions = partitions;
        this.headers = headers;
        this.records = records;
        if (!partitions.isEmpty()) {
            files.stream()
                    .map(SourceFile::path)
                    .filter(path -> FolderPartitions.of(path, partitions).isEmpty())
                    .forEach(path -> outside.put(path, FolderPartitions.outside(partitions)));
        }
    }

    /**
     * Looks at the files; no Spark job.
     *
     * @param connections to the databases that may be read, by the project's names
     * @throws dev.sluice.api.SluiceException if a file cannot be read or has changed since it was listed
     */
    public static SourceRows open(
            SparkSession session,
            PipelinePlan plan,
            List<SourceFile> files,
            PathGuard guard,
            Map<String, JdbcConnection> connections) {
        SourceSpec source = plan.pipeline().source();
        if (source.tables().isPresent()) {
            TableSource tables = TableSource.open(session, plan, source.tables().get(), files, connections);
            return new SourceRows(List.of(), List.of(), List.of(), tables::rows, Optional.of(tables));
        }
        List<SourceColumn> columns = plan.sourceColumns().stream()
                .filter(column -> !source.partitions().contains(column.name()))
                .toList();
        if (source.format() instanceof TypedFormat typed) {
            TypedSource opened = TypedSource.open(
                    session,
                    new TypedScan(files, typed, source.options(), columns, guard, TextScan.DEFAULT_SPLIT_BYTES));
            return new SourceRows(source.partitions(), files, opened.headers(), opened::rows, Optional.empty());
        }
        TextScan scan = new TextScan(
                files, ParserFormat.textFormat(source.format()).orElseThrow(), source.options(), columns, guard);
        return new SourceRows(
                source.partitions(),
                files,
                TextSource.headers(session, scan),
                () -> TextSource.read(session, scan),
                Optional.empty());
    }

    /**
     * Reads a database, whose rows may be others the next time, and keeps them until this is closed; for all else nothing is to be done. Before
     * {@link #rows}.
     */
    public void fetch() {
        tables.ifPresent(TableSource::fetch);
    }

    /** Frees what was fetched. */
    @Override
    public void close() {
        tables.ifPresent(TableSource::close);
    }

    /** In the order of the files. */
    public List<SourceHeader> headers() {
        return headers;
    }

    /** One line about files whose folders do not name the partition columns; empty where all do. */
    public List<String> warnings() {
        if (outside.isEmpty()) {
            return List.of();
        }
        String first = outside.keySet().iterator().next();
        return List.of("all records of %d files, such as %s, go to quarantine: %s"
                .formatted(outside.size(), first, FolderPartitions.outside(partitions)));
    }

    /** The columns of files that nothing reads, each once, with a type that all of them fit into. */
    public List<SeenColumn> unused() {
        Map<String, @Nullable DataType> types = new LinkedHashMap<>();
        for (SourceHeader header : headers) {
            for (SeenColumn column : header.columns()) {
                if (header.problem() == null && header.unused().contains(column.name())) {
                    types.put(column.name(), typeOf(types.get(column.name()), column));
                }
            }
        }
        List<SeenColumn> columns = new ArrayList<>();
        types.forEach((name, type) -> columns.add(new SeenColumn(
                name,
                type == null
                        ? null
                        : SparkTypes.columnType(type).map(ColumnType::toString).orElse(null))));
        return columns;
    }

    private static @Nullable DataType typeOf(@Nullable DataType before, SeenColumn column) {
        if (column.type() == null) {
            return before;
        }
        try {
            return TypeUnion.of(before, SparkTypes.of(TypeParser.parse(column.type())));
        } catch (TypeSyntaxException e) {
            return DataTypes.StringType;
        }
    }

    /** The records, as {@link RecordColumns} has them. Nothing is read before an action. */
    public Dataset<Row> rows() {
        return rows(Map.of());
    }

    /**
     * As {@link #rows()}, with all records of some files bad ones.
     *
     * @param drifting why, by the file's URI
     */
    public Dataset<Row> rows(Map<String, String> drifting) {
        return withFolders(records.get(), partitions, outside, drifting);
    }

    /**
     * Records that were kept in a quarantine, with the columns that the folders of their files name.
     *
     * @param records as {@link RawRecords#read} gives them
     * @param uris of all of their files
     * @param drifting why all records of a file are bad ones, by the file's URI
     */
    public static Dataset<Row> again(
            Dataset<Row> records, List<String> partitions, Collection<String> uris, Map<String, String> drifting) {
        Map<String, String> outside = new LinkedHashMap<>();
        uris.stream()
                .filter(uri -> FolderPartitions.of(uri, partitions).isEmpty())
                .forEach(uri -> outside.put(uri, FolderPartitions.outside(partitions)));
        return withFolders(records, partitions, outside, drifting);
    }

    private static Dataset<Row> withFolders(
            Dataset<Row> records, List<String> partitions, Map<String, String> outside, Map<String, String> drifting) {
        Dataset<Row> all = records;
        List<Column> columns = new ArrayList<>();
        for (String column : all.columns()) {
            columns.add(all.col("`" + column.replace("`", "``") + "`"));
        }
        for (int i = 0; i < partitions.size(); i++) {
            Column value = Call.column(
                    col(RecordColumns.SOURCE_URI), new FolderValue(List.copyOf(partitions), i), DataTypes.StringType);
            columns.add(value.as(partitions.get(i)));
        }
        if (!partitions.isEmpty()) {
            all = all.select(columns.toArray(Column[]::new));
        }
        return withReasons(
                withReasons(all, new FileReason(ReasonCode.OUTSIDE_LAYOUT, outside)),
                new FileReason(ReasonCode.SCHEMA_DRIFT, drifting));
    }

    private static Dataset<Row> withReasons(Dataset<Row> all, FileReason reasons) {
        if (reasons.messages().isEmpty()) {
            return all;
        }
        Column parse = col(RecordColumns.PARSE);
        Column own = Call.column(col(RecordColumns.SOURCE_URI), reasons, REASONS);
        return all.withColumn(
                RecordColumns.PARSE,
                when(own.isNull(), parse).when(parse.isNull(), own).otherwise(concat(parse, own)));
    }
}
