package dev.sluice.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.batch.TableState;
import dev.sluice.core.expression.SqlQuery;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TableRows;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.window.WindowReference;
import dev.sluice.spark.database.DatabaseQuery;
import dev.sluice.spark.database.DatabaseRows;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Rows of tables in one state of each, as {@link RecordColumns} has them. No Spark job but to {@link #fetch}. */
final class TableSource implements AutoCloseable {
    /** Iceberg's columns that tell where a row of a table stands. */
    private static final String FILE = "_file";

    private static final String POSITION = "_pos";

    private static final Set<String> OWN = Set.of(FILE, POSITION, RecordColumns.PARSE);
    private static final Column NO_REASON = lit(null).cast(ArrayType.apply(RecordColumns.PARSE_REASON, false));

    private final SparkSession session;
    private final PipelinePlan plan;
    private final TableRows rows;
    private final Map<String, JdbcConnection> connections;
    private final Map<String, String> pinned = new HashMap<>();
    private @Nullable DatabaseRows database;
    private @Nullable Dataset<Row> records;

    private TableSource(
            SparkSession session,
            PipelinePlan plan,
            TableRows rows,
            List<SourceFile> inputs,
            Map<String, JdbcConnection> connections) {
        this.session = session;
        this.plan = plan;
        this.rows = rows;
        this.connections = connections;
        for (SourceFile input : inputs) {
            TableState.snapshot(input)
                    .ifPresent(snapshot -> pinned.put(
                            TableState.table(input), TableSql.at(TableName.parse(TableState.table(input)), snapshot)));
        }
    }

    /**
     * Looks at the tables.
     *
     * @param inputs every table that is read, with the snapshot that it is read in
     * @param connections to databases, by the project's names
     * @throws SluiceException {@code SNAPSHOT_GONE}, {@code QUERY_INVALID}, {@code UNKNOWN_COLUMN}, {@code DATABASE_UNAVAILABLE}
     */
    static TableSource open(
            SparkSession session,
            PipelinePlan plan,
            TableRows rows,
            List<SourceFile> inputs,
            Map<String, JdbcConnection> connections) {
        TableSource source = new TableSource(session, plan, rows, inputs, connections);
        source.records = source.read();
        return source;
    }

    /** See {@link SourceRows#fetch}. */
    void fetch() {
        if (database != null) {
            database.fetch();
            records = read();
        }
    }

    Dataset<Row> rows() {
        return Objects.requireNonNull(records, "records");
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }

    private Dataset<Row> read() {
        if (rows instanceof TableRows.Whole whole) {
            Dataset<Row> table =
                    analysed("SELECT *, %s, %s FROM %s".formatted(FILE, POSITION, pinned(whole.table())), null);
            return records(table, NO_REASON, col(FILE), col(POSITION).plus(1L), col(POSITION));
        }
        if (rows instanceof TableRows.Database query) {
            if (database == null) {
                database = query(query).rows(session, RecordColumns.PARSE, RecordColumns.PARSE_REASON);
            }
            return records(database.rows(), col(RecordColumns.PARSE));
        }
        SqlQuery query = ((TableRows.Query) rows).parsed();
        if (!query.flaws().isEmpty()) {
            throw new SluiceException(query.problems(rows.location()));
        }
        String sql = query.resolve(name -> pinned(TableName.parse(name)));
        Dataset<Row> result = analysed(sql, rows.location());
        refuseDoubled(result);
        return records(result, NO_REASON);
    }

    private DatabaseQuery query(TableRows.Database of) {
        return new DatabaseQuery(
                Objects.requireNonNull(connections.get(of.connection()), "connection"),
                zone(plan.pipeline()),
                // As it is declared, to look at its columns where no window is known.
                WindowReference.sample(of.text()),
                of.location());
    }

    /** References to a window are written in its own. */
    private static ZoneId zone(PipelineSpec pipeline) {
        return pipeline.window().map(window -> window.schedule().grid().zone()).orElse(pipeline.zone());
    }

    /** Rows that stand nowhere. */
    private Dataset<Row> records(Dataset<Row> result, Column reasons) {
        RowIdentity identity = RowIdentity.of(result);
        return records(
                identity.rows(),
                reasons,
                lit("query:" + plan.pipeline().declaredName()),
                col(RowIdentity.NUMBER).cast(DataTypes.LongType),
                identity.hash());
    }

    private String pinned(TableName table) {
        String sql = pinned.get(table.toString());
        if (sql == null) {
            // Only what the batch names is read; a window's times may not bring in another table.
            throw new SluiceException(
                    ErrorCode.QUERY_FORM,
                    "Cannot run %s: it reads %s, which it did not when it began"
                            .formatted(plan.pipeline().name(), table));
        }
        return sql;
    }

    private Dataset<Row> analysed(String sql, @Nullable Location at) {
        try {
            return session.sql(sql);
        } catch (Exception e) {
            // Of Spark's exceptions of the query, some are checked, unseen by the compiler.
            if (e instanceof AnalysisException) {
                throw new SluiceException(
                        List.of(Problem.at(
                                at,
                                ErrorCode.QUERY_INVALID,
                                "the query cannot be run: "
                                        + String.valueOf(e.getMessage())
                                                .lines()
                                                .findFirst()
                                                .orElse("?"))),
                        e);
            }
            throw e;
        }
    }

    private Dataset<Row> records(Dataset<Row> table, Column reasons, Column uri, Column number, Column offset) {
        checkColumns(table);
        List<Column> columns = new ArrayList<>(List.of(
                uri.as(RecordColumns.SOURCE_URI),
                number.as(RecordColumns.RECORD_NO),
                offset.as(RecordColumns.BYTE_OFFSET),
                lit(null).cast(DataTypes.StringType).as(RecordColumns.RAW),
                lit(null).cast(DataTypes.BinaryType).as(RecordColumns.RAW_BYTES),
                reasons.as(RecordColumns.PARSE)));
        plan.sourceColumns().forEach(column -> columns.add(col(quoted(column.name()))));
        return table.select(columns.toArray(Column[]::new));
    }

    private void refuseDoubled(Dataset<Row> table) {
        Set<String> seen = new HashSet<>();
        for (String column : table.columns()) {
            if (!seen.add(column)) {
                throw new SluiceException(Problem.at(
                                rows.location(),
                                ErrorCode.DUPLICATE_COLUMN,
                                "the query gives two columns '%s'".formatted(column))
                        .withHint("name one of them with AS"));
            }
        }
    }

    private void checkColumns(Dataset<Row> table) {
        List<String> known = Stream.of(table.columns())
                .filter(column -> !OWN.contains(column) && !RowIdentity.isOwn(column))
                .toList();
        List<Problem> problems = plan.sourceColumns().stream()
                .filter(column -> !known.contains(column.name()))
                .map(column -> missing(column, known))
                .toList();
        if (!problems.isEmpty()) {
            throw new SluiceException(problems);
        }
    }

    private Problem missing(SourceColumn column, List<String> known) {
        String hint = DidYouMean.hint(column.name(), known);
        return Problem.at(
                        column.location(),
                        ErrorCode.UNKNOWN_COLUMN,
                        "%s has no column '%s'".formatted(describe(), column.name()))
                .withHint(hint == null ? "it has: " + String.join(", ", known) : hint);
    }

    private String describe() {
        return rows instanceof TableRows.Whole whole ? "the table " + whole.table() : "the query";
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
