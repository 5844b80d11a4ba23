package dev.sluice.cli.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Good files of formats with types: blocks of 250 records, with the columns id and name. */
final class TypedSamples {
    static final int BLOCK = 250;
    /** The marker between Avro's blocks. */
    static final byte[] MARKER = "0123456789abcdef".getBytes(UTF_8);

    private TypedSamples() {}

    /** Whether the format is one of these. */
    static boolean has(String format) {
        return format.equals("avro") || format.equals("parquet") || format.equals("orc") || format.equals("excel");
    }

    /** Records with the ids from a number on. */
    static Content rows(String format, long first, int count) {
        if (format.equals("excel")) {
            return BadExcelFiles.rows(first, count);
        }
        long[] ids = IntStream.range(0, count).mapToLong(i -> first + i).toArray();
        return out -> out.write(
                switch (format) {
                    case "avro" -> avro(ids, "id", "long", "null");
                    case "parquet" -> parquet(ids, "int64 id");
                    default -> orc(ids, "id:bigint,name:string");
                });
    }

    /** Records whose id is text. */
    static Content texts(String format, long first, int count) {
        long[] ids = IntStream.range(0, count).mapToLong(i -> first + i).toArray();
        return out -> out.write(
                switch (format) {
                    case "avro" -> avro(ids, "id", "string", "null");
                    case "parquet" -> parquet(ids, "binary id (STRING)");
                    default -> orc(ids, "id:string,name:string");
                });
    }

    /** Records without a column id. */
    static Content withoutId(String format, int count) {
        long[] ids = new long[count];
        return out -> out.write(
                switch (format) {
                    case "avro" -> avro(ids, "other", "long", "null");
                    case "parquet" -> parquet(ids, "int64 other");
                    default -> orc(ids, "other:bigint,name:string");
                });
    }

    private static byte[] avro(long[] ids, String idName, String type, String codec) throws IOException {
        Schema schema = new Schema.Parser().parse("""
                {"type": "record", "name": "row", "fields": [
                  {"name": "%s", "type": "%s"}, {"name": "name", "type": "string"}]}
                """.formatted(idName, type));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setSyncInterval(1 << 20);
            writer.setCodec(CodecFactory.fromString(codec));
            writer.create(schema, out, MARKER);
            for (int i = 0; i < ids.length; i++) {
                GenericRecord row = new GenericData.Record(schema);
                row.put(idName, type.equals("long") ? (Object) ids[i] : Long.toString(ids[i]));
                row.put("name", "n" + ids[i]);
                writer.append(row);
                if (i % BLOCK == BLOCK - 1) {
                    writer.sync();
                }
            }
        }
        return out.toByteArray();
    }

    /** An Avro file of one block as given. */
    static Content avroBlock(String codec, long records, long bytes, byte[] block) {
        return out -> {
            out.write(avro(new long[0], "id", "long", codec));
            varint(out, records);
            varint(out, bytes);
            out.write(block);
            out.write(MARKER);
        };
    }

    private static void varint(OutputStream out, long value) throws IOException {
        long left = value << 1 ^ value >> 63;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static byte[] parquet(long[] ids, String id) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { required %s; required binary name (STRING); }".formatted(id));
        String idName = schema.getFieldName(0);
        boolean text = id.startsWith("binary");
        Path file = Files.createTempDirectory("sample").resolve("a.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(schema)
                .withRowGroupRowCountLimit(BLOCK)
                .build()) {
            for (long value : ids) {
                Group group = new SimpleGroup(schema);
                if (text) {
                    group.add(idName, Long.toString(value));
                } else {
                    group.add(idName, value);
                }
                group.add("name", "n" + value);
                writer.write(group);
            }
        }
        return Files.readAllBytes(file);
    }

    private static byte[] orc(long[] ids, String columns) throws IOException {
        TypeDescription schema = TypeDescription.fromString("struct<" + columns + ">");
        Path file = Files.createTempDirectory("sample").resolve("a.orc");
        try (Writer writer = OrcFile.createWriter(
                new org.apache.hadoop.fs.Path(file.toUri()),
                OrcFile.writerOptions(new Configuration()).setSchema(schema))) {
            for (int start = 0; start < ids.length; start += BLOCK) {
                VectorizedRowBatch batch = schema.createRowBatch(BLOCK);
                for (int i = start; i < Math.min(ids.length, start + BLOCK); i++) {
                    if (batch.cols[0] instanceof LongColumnVector longs) {
                        longs.vector[batch.size] = ids[i];
                    } else {
                        ((BytesColumnVector) batch.cols[0])
                                .setVal(batch.size, Long.toString(ids[i]).getBytes(UTF_8));
                    }
                    ((BytesColumnVector) batch.cols[1]).setVal(batch.size++, ("n" + ids[i]).getBytes(UTF_8));
                }
                writer.addRowBatch(batch);
                writer.writeIntermediateFooter();
            }
        }
        return Files.readAllBytes(file);
    }
}
