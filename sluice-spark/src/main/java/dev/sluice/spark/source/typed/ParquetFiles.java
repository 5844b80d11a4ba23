package dev.sluice.spark.source.typed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.spark.source.typed.FileShape.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.Type;

/** Reads Parquet files; a row group is a block. */
record ParquetFiles() implements TypedFiles {
    private static final long serialVersionUID = 1;
    private static final int MAGIC = 4;
    private static final int LEAST = MAGIC + 4 + MAGIC;

    @Override
    public FileShape shape(TypedInput input) throws IOException {
        try (ParquetFileReader reader = open(input)) {
            List<FileColumn> columns = new ArrayList<>();
            for (Type field : reader.getFileMetaData().getSchema().getFields()) {
                columns.add(ParquetColumn.of(field).describe());
            }
            List<Block> blocks = reader.getRowGroups().stream()
                    .map(block -> new Block(block.getCompressedSize()))
                    .toList();
            return new FileShape(columns, blocks);
        }
    }

    @Override
    public TypedReader reader(TypedInput input, List<String> columns, int firstBlock, int endBlock) throws IOException {
        ParquetFileReader reader = open(input);
        try {
            return new ParquetReader(reader, input.size(), columns, firstBlock, endBlock);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static ParquetFileReader open(TypedInput input) throws IOException {
        checkFrame(input);
        ParquetReadOptions options = HadoopReadOptions.builder(input.configuration())
                .withUseHadoopVectoredIo(false)
                .withCodecFactory(new BoundedCodecs(input.configuration()))
                .build();
        return ParquetFileReader.open(new Input(input), options);
    }

    /** Says what is wrong more plainly than the library does. */
    private static void checkFrame(TypedInput input) throws IOException {
        if (input.size() == 0) {
            throw FileFault.truncated("it has no bytes");
        }
        if (input.size() < LEAST) {
            throw FileFault.truncated("%d bytes are too few for a Parquet file".formatted(input.size()));
        }
        try (FSDataInputStream in = input.open()) {
            String head = magic(in, 0);
            String tail = magic(in, input.size() - MAGIC);
            if (!head.equals("PAR1") && !head.equals("PARE")) {
                throw FileFault.corrupt("it is not a Parquet file");
            }
            if (!tail.equals(head)) {
                throw FileFault.truncated("it has no footer");
            }
        }
    }

    private static String magic(FSDataInputStream in, long offset) throws IOException {
        byte[] bytes = new byte[MAGIC];
        in.readFully(offset, bytes);
        return new String(bytes, ISO_8859_1);
    }

    private record Input(TypedInput input) implements InputFile {
        @Override
        public long getLength() {
            return input.size();
        }

        @Override
        public SeekableInputStream newStream() throws IOException {
            return HadoopStreams.wrap(input.open());
        }
    }
}
