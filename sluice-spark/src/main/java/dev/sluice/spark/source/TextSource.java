package dev.sluice.spark.source;

import dev.sluice.spark.source.text.RecordFormat;
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
        RecordFormat format = scan.format().records(scan.options());
        org.apache.spark.sql.classic.SparkSession spark = (org.apache.spark.sql.classic.SparkSession) session;
        SourceFiles files = new SourceFiles(spark.sessionState().newHadoopConf(), format.stream());
        TextTable table = new TextTable(scan, new TextPlanner(scan, files, format));
        return org.apache.spark.sql.classic.Dataset.ofRows(
                spark,
                DataSourceV2Relation.create(
                        table, Option.empty(), Option.empty(), CaseInsensitiveStringMap.empty(), Option.empty()));
    }
}
