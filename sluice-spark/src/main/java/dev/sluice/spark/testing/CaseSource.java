package dev.sluice.spark.testing;

import dev.sluice.api.Options;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.SourceSpec;
import dev.sluice.core.testing.GivenInput;
import dev.sluice.core.testing.TestCase;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import dev.sluice.spark.expression.SparkTypes;
import dev.sluice.spark.source.FileLister;
import dev.sluice.spark.source.text.StreamOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes files of the rows that a case gives, and a source that reads them. Texts are in the source's own format. Records
 * by column come by JSON Lines where the source is text, so that every column is a text, and by Parquet where it is typed.
 *
 * @param folder of the files
 */
record CaseSource(Project project, TestCase test, SourceSpec source, Path folder) {
    SourceSpec write(SparkSession spark) throws IOException {
        GivenInput given = test.given();
        Files.createDirectories(folder);
        if (source.tables().isPresent()
                && (!given.paths().isEmpty() || !given.texts().isEmpty())) {
            throw refused("the pipeline reads tables; give rows by column");
        }
        if (!given.paths().isEmpty()) {
            return source.reading(given.paths().stream()
                    .map(path -> path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")
                            ? path
                            : project.folder().resolve(path).toString())
                    .toList());
        }
        if (!given.texts().isEmpty()) {
            return source.reading(texts(given.texts()));
        }
        return source.format().typed() ? typed(spark, given.rows()) : lines(given.rows());
    }

    private List<String> texts(Map<String, String> texts) throws IOException {
        if (source.format().typed()) {
            throw refused("the source's format '%s' is no text; give rows by column, or paths of files"
                    .formatted(source.format().descriptor().word()));
        }
        Charset charset = source.format()
                .descriptor()
                .option(StreamOptions.ENCODING.name())
                .map(any -> source.options().get(StreamOptions.ENCODING))
                .filter(Charset::isSupported)
                .map(Charset::forName)
                .orElse(StandardCharsets.UTF_8);
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            String name = text.getKey().isEmpty()
                    ? "rows." + source.format().descriptor().word()
                    : text.getKey();
            Path file = file(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, encoded(text.getValue(), charset));
            files.add(FileLister.literally(file.toString()));
        }
        return files;
    }

    private Path file(String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw refused("'%s' cannot be the name of a file".formatted(name.replace('\0', '?')));
        }
    }

    private SourceSpec lines(List<MapTree> rows) throws IOException {
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(
                file,
                rows.stream().map(CaseJson::texts).map(line -> line + "\n").collect(Collectors.joining()));
        return source.reading(
                List.of(FileLister.literally(file.toString())),
                project.plugins().format("jsonl").orElseThrow(),
                Options.of(Map.of()));
    }

    private SourceSpec typed(SparkSession spark, List<MapTree> rows) {
        StructType types = types(rows);
        List<String> lines =
                rows.stream().map(row -> CaseJson.typed(row, types)).toList();
        Path parquet = folder.resolve("parquet");
        try {
            spark.read()
                    .schema(types)
                    .option("mode", "FAILFAST")
                    .json(spark.createDataset(lines, Encoders.STRING()))
                    .coalesce(1)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(parquet.toString());
        } catch (Exception e) {
            // Spark throws checked exceptions without saying so.
            throw GivenFault.ofRows(test, "the rows", e);
        }
        return source.reading(
                List.of(FileLister.literally(parquet.toString()) + "/*.parquet"),
                project.plugins().format("parquet").orElseThrow(),
                Options.of(Map.of()));
    }

    /** Those declared, else those that the values look like. */
    private StructType types(List<MapTree> rows) {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (MapTree row : rows) {
            for (Entry entry : row.entries().values()) {
                types.merge(entry.key(), type(entry.value()), CaseSource::wider);
            }
        }
        for (SourceColumn column : source.columns()) {
            if (column.type() != null) {
                types.put(column.name(), SparkTypes.of(column.type()));
            }
        }
        StructType all = new StructType();
        for (Map.Entry<String, DataType> type : types.entrySet()) {
            all = all.add(
                    type.getKey(), type.getValue().equals(DataTypes.NullType) ? DataTypes.StringType : type.getValue());
        }
        return all;
    }

    private DataType type(Tree value) {
        if (value.isNull()) {
            return DataTypes.NullType;
        }
        if (!(value instanceof Scalar scalar)) {
            return source.columns().stream().anyMatch(column -> column.type() != null)
                    ? DataTypes.NullType
                    : nestedUndeclared();
        }
        if (!scalar.plain()) {
            return DataTypes.StringType;
        }
        String text = scalar.text();
        if (text.matches("-?[0-9]{1,18}")) {
            return DataTypes.LongType;
        }
        if (text.matches("-?[0-9]+\\.[0-9]+([eE][-+]?[0-9]+)?")) {
            return DataTypes.DoubleType;
        }
        return text.equals("true") || text.equals("false") ? DataTypes.BooleanType : DataTypes.StringType;
    }

    private DataType nestedUndeclared() {
        throw refused("rows with nested values need the columns' types under source.columns; or give paths of files");
    }

    private static DataType wider(DataType a, DataType b) {
        if (a.equals(b) || b.equals(DataTypes.NullType)) {
            return a;
        }
        if (a.equals(DataTypes.NullType)) {
            return b;
        }
        List<DataType> numbers = List.of(DataTypes.LongType, DataTypes.DoubleType);
        return numbers.contains(a) && numbers.contains(b) ? DataTypes.DoubleType : DataTypes.StringType;
    }

    private SluiceException refused(String why) {
        return GivenFault.of(test, why);
    }

    private byte[] encoded(String text, Charset charset) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOfRange(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
        } catch (CharacterCodingException e) {
            throw refused("its text has characters that the source's encoding %s has not".formatted(charset));
        }
    }
}
