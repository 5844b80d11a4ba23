package dev.sluice.spark.source.typed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroTypesTest {
    @TempDir
    Path folder;

    @Test
    void logicalTypesAndUnionsAreRead() throws IOException {
        assertThat(read("{\"type\":\"int\",\"logicalType\":\"date\"}", 19_000)).isEqualTo("date 19000");
        assertThat(read("{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", 5L))
                .isEqualTo("timestamp 5000");
        assertThat(read("{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}", 5L))
                .isEqualTo("timestamp_ntz 5");
        assertThat(read("{\"type\":\"int\",\"logicalType\":\"time-millis\"}", 3_600_000))
                .isEqualTo("string 01:00:00");
        assertThat(read(
                        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":5,\"scale\":2}",
                        ByteBuffer.wrap(new byte[] {-1})))
                .isEqualTo("decimal(5,2) -0.01");
        assertThat(read("[\"null\",\"long\"]", 7L)).isEqualTo("bigint 7");
        assertThat(read("[\"null\",\"long\"]", null)).isEqualTo("bigint null");
        assertThat(read("[\"string\",\"long\"]", 7L)).isEqualTo("string 7");
        assertThat(read("{\"type\":\"array\",\"items\":\"long\"}", List.of(1L, 2L)))
                .isEqualTo("array<bigint> [1,2]");
        assertThat(read("{\"type\":\"map\",\"values\":\"boolean\"}", Map.of("a", true)))
                .startsWith("map<string,boolean> ");
        assertThat(read("{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\",\"B\"]}", symbol("B")))
                .isEqualTo("string B");
    }

    @Test
    void decimalBeyondItsTypeIsDamage() throws IOException {
        assertThat(read(
                        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":2,\"scale\":0}",
                        ByteBuffer.wrap(new byte[] {100})))
                .contains("record 1 cannot be read: a decimal has more than its 2 digits");
    }

    @Test
    void typeThatHoldsItselfIsUnsupportedAndCanBePassedOver() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"row","fields":[
                  {"name":"tree","type":["null",{"type":"record","name":"node","fields":[
                    {"name":"next","type":["null","node"]}]}]},
                  {"name":"id","type":"long"}]}
                """);
        GenericRecord leaf = new GenericData.Record(
                schema.getField("tree").schema().getTypes().get(1));
        GenericRecord node = new GenericData.Record(leaf.getSchema());
        node.put("next", leaf);
        GenericRecord row = new GenericData.Record(schema);
        row.put("tree", node);
        row.put("id", 9L);
        TypedInput input = write(schema, "null", List.of(row));

        assertThat(new AvroFiles().shape(input).columns())
                .extracting(FileColumn::name, column -> column.problem() == null)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("tree", false),
                        org.assertj.core.groups.Tuple.tuple("id", true));
        try (TypedReader reader = new AvroFiles().reader(input, List.of("id"), 0, 1)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.value(0)).isEqualTo(9L);
            assertThat(reader.next()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2"})
    void codecsAreRead(String codec) throws IOException {
        Schema schema = schema("\"long\"");
        List<GenericRecord> rows = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            GenericRecord row = new GenericData.Record(schema);
            row.put("v", i);
            rows.add(row);
        }

        long sum = 0;
        try (TypedReader reader = new AvroFiles().reader(write(schema, codec, rows), List.of("v"), 0, 1)) {
            for (long i = 0; reader.next(); i++) {
                assertThat(reader.ordinal()).isEqualTo(i);
                sum += (Long) reader.value(0);
            }
        }

        assertThat(sum).isEqualTo(499_500);
    }

    private static Object symbol(String name) {
        return new GenericData.EnumSymbol(
                new Schema.Parser().parse("{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\",\"B\"]}"), name);
    }

    private static Schema schema(String type) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"row\",\"fields\":[{\"name\":\"v\",\"type\":%s}]}"
                        .formatted(type));
    }

    private String read(String type, Object value) throws IOException {
        Schema schema = schema(type);
        GenericRecord row = new GenericData.Record(schema);
        row.put("v", value);
        TypedInput input = write(schema, "null", List.of(row));
        FileColumn column = new AvroFiles().shape(input).columns().get(0);
        try (TypedReader reader = new AvroFiles().reader(input, List.of("v"), 0, 1)) {
            assertThat(reader.next()).isTrue();
            return reader.damage() != null
                    ? reader.damage().message()
                    : column.type().catalogString() + " " + reader.value(0);
        }
    }

    private TypedInput write(Schema schema, String codec, List<GenericRecord> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.fromString(codec));
            writer.create(schema, out);
            for (GenericRecord row : rows) {
                writer.append(row);
            }
        }
        Path file = Files.write(folder.resolve("a.avro"), out.toByteArray());
        return new LocalInput(file);
    }

    private record LocalInput(Path file) implements TypedInput {
        @Override
        public String path() {
            return file.toUri().toString();
        }

        @Override
        public long size() {
            return file.toFile().length();
        }

        @Override
        public FSDataInputStream open() throws IOException {
            org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
            return path.getFileSystem(configuration()).open(path);
        }

        @Override
        public Configuration configuration() {
            return new Configuration();
        }
    }
}
