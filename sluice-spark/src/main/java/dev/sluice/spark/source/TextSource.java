package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Option;

/** Text files as rows. */
public final class TextSource {
    private TextSource() {}

    /**
     * The records of files, as {@link RecordColumns#schema} has it. Nothing is read before an action.
     *
     * <p>An action fails with a {@link dev.sluice.api.SluiceException} somewhere in the chain of causes where a file
     * cannot be read or has changed since it was listed; damaged content is told in {@link RecordColumns#PARSE}.
     */
    public static Dataset<Row> read(SparkSession session, TextScan scan) {
        if (scan.columns().isEmpty() && scan.format().needsDeclaredColumns(scan.options())) {
            throw new SluiceException(
                    ErrorCode.UNFIT_OPTIONS,
                    "Cannot read files without a header: declare the source's columns in the order of the cells");
        }
        RecordFormat format = scan.format().records(scan.options());
        org.apache.spark.sql.classic.SparkSession spark = (org.apache.spark.sql.classic.SparkSession) session;
        SourceFiles files = new SourceFiles(spark.sessionState().newHadoopConf(), format.stream(), scan.guard());
        TextTable table = new TextTable(
                scan, new TextPlanner(scan, files, format, JavaSparkContext.fromSparkContext(spark.sparkContext())));
        return org.apache.spark.sql.classic.Dataset.ofRows(
                spark,
                DataSourceV2Relation.create(
                        table, Option.empty(), Option.empty(), CaseInsensitiveStringMap.empty(), Option.empty()));
    }

    /**
     * What the headers of the files say, in the order of the files. Reads the beginning of each file only; no Spark job.
     *
     * @throws SluiceException if a file cannot be read or has changed since it was listed
     */
    public static List<SourceHeader> headers(SparkSession session, TextScan scan) {
        RecordFormat format = scan.format().records(scan.options());
        SourceFiles files = new SourceFiles(
                ((org.apache.spark.sql.classic.SparkSession) session)
                        .sessionState()
                        .newHadoopConf(),
                format.stream(),
                scan.guard());
        ReadColumns columns = ReadColumns.none(scan.columns());
        return scan.files().stream()
                .map(file -> header(files, format, columns, FileSlice.whole(file), scan.columns()))
                .toList();
    }

    private static SourceHeader header(
            SourceFiles files, RecordFormat format, ReadColumns columns, FileSlice file, List<SourceColumn> all) {
        try (RecordReader reader = format.reader(files.head(file), columns)) {
            FileHead head = reader.readHead();
            return SourceHeader.of(file.path(), all, head, reader.headText());
        } catch (IOException e) {
            throw SourceInput.unreadable(file.path(), e);
        }
    }
}
