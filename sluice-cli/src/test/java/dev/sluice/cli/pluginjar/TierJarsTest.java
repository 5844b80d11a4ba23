package dev.sluice.cli.pluginjar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.dataset.DatasetValidator;
import dev.sluice.api.parse.RecordParser;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.schema.SchemaWriter;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parser and a plug-in of the dataset tier, each in a jar built outside of the tree. */
class TierJarsTest {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: jars\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        new JarBuilder(work)
                .source("org.example.Words", """
                        package org.example;

                        import dev.sluice.api.*;
                        import dev.sluice.api.parse.*;
                        import java.io.InputStream;
                        import java.util.Scanner;

                        public class Words implements RecordParser {
                            static final Option<Boolean> LOUD =
                                    Option.of("loud", new OptionType.Flag(), false, "Whether texts are made loud.");

                            public Descriptor descriptor() {
                                return Descriptor.of("words", "Two words a record.", LOUD);
                            }

                            public RecordCursor open(InputStream file, Options options) {
                                Scanner words = new Scanner(file, "UTF-8");
                                boolean loud = options.get(LOUD);
                                return new RecordCursor() {
                                    public boolean next(RecordSink record) {
                                        if (!words.hasNext()) {
                                            return false;
                                        }
                                        String order = words.next();
                                        String amount = words.next();
                                        record.raw(order + " " + amount);
                                        record.set("order", loud ? order.toUpperCase() : order);
                                        record.set("amount", amount);
                                        return true;
                                    }
                                };
                            }
                        }
                        """)
                .service(RecordParser.class, "org.example.Words")
                .build(folder.resolve("plugins/words.jar"));
        new JarBuilder(work)
                .compiledWith(System.getProperty("java.class.path"))
                .source("org.example.Balanced", """
                        package org.example;

                        import static org.apache.spark.sql.functions.*;

                        import dev.sluice.api.*;
                        import dev.sluice.api.dataset.*;
                        import java.util.List;
                        import org.apache.spark.sql.*;
                        import org.apache.spark.sql.expressions.Window;

                        public class Balanced implements DatasetValidator {
                            static final Option<String> BY =
                                    Option.required("by", new OptionType.ColumnName(), "What belongs together.");
                            static final Option<String> AMOUNT =
                                    Option.required("amount", new OptionType.ColumnName(), "What adds up to 0.");

                            public Descriptor descriptor() {
                                return Descriptor.of("balanced", "Amounts add up to 0.", BY, AMOUNT);
                            }

                            public List<String> reads(Options options) {
                                return List.of(options.get(BY), options.get(AMOUNT));
                            }

                            public Dataset<Row> validate(Dataset<Row> rows, Options options, DatasetContext context) {
                                return rows.withColumn(
                                                "sum",
                                                sum(col(options.get(AMOUNT))).over(Window.partitionBy(options.get(BY))))
                                        .where("sum <> 0")
                                        .select(col(Rows.ROW_ID), lit("NOT_BALANCED").as(Rows.CODE),
                                                lit(options.get(AMOUNT)).as(Rows.PATH));
                            }
                        }
                        """)
                .service(DatasetValidator.class, "org.example.Balanced")
                .build(folder.resolve("plugins/balanced.jar"));
        Files.writeString(folder.resolve("pipelines/p.yaml"), """
                source: {files: "inbox/*.txt", format: words, options: {loud: true}}
                target: {table: t, columns: {order: string, amount: int}}
                validate: [{type: balanced, by: order, amount: amount}]
                """);
        Files.writeString(folder.resolve("inbox/a.txt"), "a 5 b 3\na -5 b -2\nc x d");
    }

    private Project open() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    @Test
    void parserAndDatasetValidatorOfJarsRunInOnePipeline() {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("plug-in jars")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                .getOrCreate();
        try (Sluice sluice = Sluice.open(open(), spark)) {
            RunResult result = sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(result.rows()).isEqualTo(new RowCounts(6, 2, 4, 0, 0));
            assertThat(sluice.query("select * from t order by amount").collectAsList())
                    .extracting(Row::toString)
                    .containsExactly("[A,-5]", "[A,5]");
            assertThat(sluice.quarantine("p", QuarantineFilter.ALL)
                            .orderBy("record_no")
                            .selectExpr("concat(record_no, ' ', reasons[0].code, ' ', reasons[0].message)")
                            .collectAsList())
                    .extracting(row -> row.getString(0))
                    .satisfiesExactly(
                            text -> assertThat(text).startsWith("2 NOT_BALANCED"),
                            text -> assertThat(text).startsWith("4 NOT_BALANCED"),
                            text -> assertThat(text).startsWith("5 NOT_AN_INTEGER"),
                            text -> assertThat(text)
                                    .isEqualTo("6 CORRUPT_FILE java.util.NoSuchElementException (plug-in 'words'"
                                            + " (1.0, words.jar)); the file is not read from here on"));
        }
    }

    @Test
    void optionsOfBothAreKnownToTheSchemaAndTheirJarsToTheVersionOfTheRules() throws IOException {
        assertThat(new SchemaWriter(open().plugins()).pipeline())
                .contains("Whether texts are made loud.", "What adds up to 0.");
        String before = open().pipeline("p").fingerprint();

        Path jar = folder.resolve("plugins/words.jar");
        Files.move(jar, work.resolve("words.jar"));
        new JarBuilder(work)
                .library(work.resolve("words.jar"))
                .service(RecordParser.class, "org.example.Words")
                .attribute("Implementation-Version", "2")
                .build(jar);

        assertThat(open().pipeline("p").fingerprint()).isNotEqualTo(before);
    }
}
