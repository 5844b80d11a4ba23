package dev.sluice.spark.source;

import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.spark.expression.SparkTypes;
import dev.sluice.spark.source.text.Damage;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.typed.FileColumn;
import dev.sluice.spark.source.typed.FileFault;
import dev.sluice.spark.source.typed.FileShape;
import dev.sluice.spark.source.typed.TypedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Files that have types, as rows. What the files tell of themselves is read once, when the source is opened. */
public final class TypedSource {
    private static final int THREADS = 8;

    private final org.apache.spark.sql.classic.SparkSession session;
    private final TypedScan scan;
    private final SourceFiles files;
    private final TypedFiles format;
    private final List<LookedAt> found;
    private final List<@Nullable TypedBinding> bindings = new ArrayList<>();

    private TypedSource(org.apache.spark.sql.classic.SparkSession session, TypedScan scan) {
        this.session = session;
        this.scan = scan;
        this.files = new SourceFiles(session.sessionState().newHadoopConf(), StreamOptions.USUAL, scan.guard());
        this.format = scan.format().files(scan.options());
        this.found = look();
        for (LookedAt file : found) {
            bindings.add(file.shape() == null ? null : TypedBinding.of(file.shape(), scan.columns()));
        }
    }

    /**
     * Looks at the head or foot of each file; no Spark job.
     *
     * @throws dev.sluice.api.SluiceException if a file cannot be read or has changed since it was listed
     */
    public static TypedSource open(SparkSession session, TypedScan scan) {
        return new TypedSource((org.apache.spark.sql.classic.SparkSession) session, scan);
    }

    private List<LookedAt> look() {
        ExecutorService pool = Executors.newFixedThreadPool(
                Math.max(1, Math.min(THREADS, scan.files().size())));
        try {
            List<Future<LookedAt>> looks = new ArrayList<>();
            scan.files().forEach(file -> looks.add(pool.submit(() -> look(FileSlice.whole(file)))));
            List<LookedAt> all = new ArrayList<>();
            for (Future<LookedAt> look : looks) {
                all.add(look.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot look at the files: interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private LookedAt look(FileSlice file) {
        try {
            return new LookedAt(file, format.shape(files.typed(file)), null);
        } catch (Exception | StackOverflowError e) {
            return new LookedAt(file, null, FileFault.damage("the file", e));
        }
    }

    /** What the files say of their columns, in the order of the files. */
    public List<SourceHeader> headers() {
        List<SourceHeader> headers = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            headers.add(header(found.get(i), bindings.get(i)));
        }
        return headers;
    }

    private SourceHeader header(LookedAt file, @Nullable TypedBinding binding) {
        FileShape shape = file.shape();
        Damage damage = file.damage();
        if (shape == null || binding == null) {
            String problem = damage == null ? null : damage.message();
            return new SourceHeader(
                    file.file().path(), List.of(), List.of(), List.of(), List.of(), problem, List.of(), "");
        }
        List<String> unused =
                new ArrayList<>(shape.columns().stream().map(FileColumn::name).toList());
        List<String> missing = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (int i = 0; i < scan.columns().size(); i++) {
            SourceColumn column = scan.columns().get(i);
            String name = binding.names()[i];
            if (name == null) {
                (column.required() ? missing : absent).add(column.name());
            } else {
                unused.remove(name);
            }
        }
        return new SourceHeader(
                file.file().path(),
                shape.columns().stream().map(FileColumn::name).toList(),
                missing,
                absent,
                unused,
                binding.header(),
                shape.columns().stream().map(TypedSource::seen).toList(),
                "");
    }

    private static SeenColumn seen(FileColumn column) {
        String type = column.problem() != null
                ? "unreadable"
                : SparkTypes.columnType(column.type())
                        .map(ColumnType::toString)
                        .orElseGet(() -> column.type().catalogString());
        return new SeenColumn(column.name(), type);
    }

    /** The records, as {@link RecordColumns} has them. Each column has the type that all files' values fit into. */
    public Dataset<Row> rows() {
        StructType columns = new StructType();
        for (int i = 0; i < scan.columns().size(); i++) {
            columns = columns.add(scan.columns().get(i).name(), type(i), true);
        }
        List<TypedPartition> partitions = TypedPlanner.partitions(
                found, bindings, scan.splitBytes(), session.sparkContext().defaultParallelism());
        TypedTable table = new TypedTable(scan.format().descriptor().word(), columns, partitions, files, format);
        return org.apache.spark.sql.classic.Dataset.ofRows(
                session,
                DataSourceV2Relation.create(
                        table, Option.empty(), Option.empty(), CaseInsensitiveStringMap.empty(), Option.empty()));
    }

    private DataType type(int column) {
        SourceColumn declared = scan.columns().get(column);
        DataType type = declared.type() == null ? null : SparkTypes.of(declared.type());
        for (TypedBinding binding : bindings) {
            DataType own = binding == null || binding.problems()[column] != null ? null : binding.types()[column];
            type = own == null ? type : TypeUnion.of(type, own);
        }
        return type == null ? DataTypes.StringType : type;
    }
}
