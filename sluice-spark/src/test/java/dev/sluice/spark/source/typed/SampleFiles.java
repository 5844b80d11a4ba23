package dev.sluice.spark.source.typed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Files of several blocks with the columns id (a long) and name ({@code n} and the id, and a long text in blocks). */
public final class SampleFiles {
    private SampleFiles() {}

    /** Where a block of a file lies, and which rows it has. */
    public record Block(long start, long firstRow, long rows) {}

    public static byte[] of(String format, long from, int rows) throws IOException {
        return of(format, from, rows, "name");
    }

    /**
     * @param columns {@code id} for that alone; {@code name} for both; {@code cast} for an id that is text, and none in the
     *     row 777
     */
    public static byte[] of(String format, long from, int rows, String columns) throws IOException {
        return switch (format) {
            case "parquet" -> parquet(from, rows, columns);
            case "avro" -> avro(from, rows);
            default -> orc(from, rows);
        };
    }

    private static String name(long id) {
        return "n" + id;
    }

    private static byte[] parquet(long from, int rows, String columns) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                switch (columns) {
                    case "id" -> "message m { required int64 id; }";
                    case "cast" -> "message m { required binary id (STRING); required binary name (STRING); }";
                    default -> "message m { required int64 id; required binary name (STRING); }";
                });
        Path file = Files.createTempDirectory("sample").resolve("a.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupRowCountLimit(250)
                .withPageWriteChecksumEnabled(false)
                .build()) {
            for (long id = from; id < from + rows; id++) {
                Group group = new SimpleGroup(schema);
                if (columns.equals("cast")) {
                    group.add("id", id == 777 ? "none" : Long.toString(id));
                } else {
                    group.add("id", id);
                }
                if (!columns.equals("id")) {
                    group.add("name", name(id));
                }
                writer.write(group);
            }
        }
        return Files.readAllBytes(file);
    }

    private static byte[] avro(long from, int rows) throws IOException {
        Schema schema = SchemaBuilder.record("order")
                .fields()
                .requiredLong("id")
                .optionalString("name")
                .endRecord();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setSyncInterval(1 << 20);
            writer.create(schema, out, new byte[16]);
            for (int i = 0; i < rows; i++) {
                GenericRecord row = new GenericData.Record(schema);
                row.put("id", from + i);
                row.put("name", name(from + i));
                writer.append(row);
                if (i % 250 == 249) {
                    writer.sync();
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] orc(long from, int rows) throws IOException {
        TypeDescription schema = TypeDescription.fromString("struct<id:bigint,name:string>");
        Path file = Files.createTempDirectory("sample").resolve("a.orc");
        try (Writer writer = OrcFile.createWriter(
                new org.apache.hadoop.fs.Path(file.toUri()),
                OrcFile.writerOptions(new Configuration())
                        .setSchema(schema)
                        .compress(CompressionKind.ZLIB)
                        .stripeSize(1))) {
            for (int start = 0; start < rows; start += 250) {
                VectorizedRowBatch batch = schema.createRowBatch(250);
                for (int i = start; i < Math.min(rows, start + 250); i++) {
                    ((LongColumnVector) batch.cols[0]).vector[batch.size] = from + i;
                    ((BytesColumnVector) batch.cols[1])
                            .setVal(batch.size++, name(from + i).getBytes(StandardCharsets.UTF_8));
                }
                writer.addRowBatch(batch);
                writer.writeIntermediateFooter();
            }
        }
        return Files.readAllBytes(file);
    }

    /** The blocks of a file of {@link #of}. */
    public static List<Block> blocks(String format, byte[] bytes) throws IOException {
        Path file = Files.write(Files.createTempDirectory("sample").resolve("b." + format), bytes);
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
        List<Block> blocks = new ArrayList<>();
        long row = 0;
        if (format.equals("parquet")) {
            try (ParquetFileReader reader =
                    ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
                for (BlockMetaData block : reader.getRowGroups()) {
                    blocks.add(new Block(block.getStartingPos(), row, block.getRowCount()));
                    row += block.getRowCount();
                }
            }
        } else if (format.equals("orc")) {
            try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(new Configuration()))) {
                for (var stripe : reader.getStripes()) {
                    blocks.add(new Block(stripe.getOffset() + stripe.getIndexLength(), row, stripe.getNumberOfRows()));
                    row += stripe.getNumberOfRows();
                }
            }
        } else {
            // The marker of these files is 16 zeros.
            int zeros = 0;
            for (int i = 0; i < bytes.length; i++) {
                zeros = bytes[i] == 0 ? zeros + 1 : 0;
                if (zeros == 16) {
                    blocks.add(new Block(i + 1L, row, 250));
                    row += 250;
                    zeros = 0;
                }
            }
        }
        return blocks;
    }
}
