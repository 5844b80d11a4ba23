package dev.sluice.spark.source.typed;

import dev.sluice.spark.source.typed.FileShape.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;

/** Reads ORC files; a stripe is a block. */
record OrcFiles() implements TypedFiles {
    private static final long serialVersionUID = 1;
    private static final int LEAST = 3;

    @Override
    public FileShape shape(TypedInput input) throws IOException {
        try (Reader reader = open(input)) {
            TypeDescription schema = reader.getSchema();
            List<FileColumn> columns = new ArrayList<>();
            for (int i = 0; i < schema.getFieldNames().size(); i++) {
                columns.add(column(
                        schema.getFieldNames().get(i), schema.getChildren().get(i)));
            }
            List<Block> blocks = reader.getStripes().stream()
                    .map(stripe -> new Block(stripe.getLength()))
                    .toList();
            return new FileShape(columns, blocks);
        }
    }

    private static FileColumn column(String name, TypeDescription type) {
        try {
            return FileColumn.of(name, OrcValue.of(type).type());
        } catch (FileFault e) {
            return FileColumn.unsupported(name, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public TypedReader reader(TypedInput input, List<String> columns, int firstBlock, int endBlock) throws IOException {
        Reader reader = open(input);
        try {
            return new OrcReader(reader, input.size(), columns, firstBlock, endBlock);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static Reader open(TypedInput input) throws IOException {
        if (input.size() < LEAST) {
            throw FileFault.truncated("%d bytes are too few for an ORC file".formatted(input.size()));
        }
        Reader reader = OrcFile.createReader(
                new Path(input.path()),
                OrcFile.readerOptions(input.configuration())
                        .filesystem(new InputFileSystem(input))
                        .maxLength(input.size())
                        .useUTCTimestamp(true)
                        .convertToProlepticGregorian(true));
        if (reader.getSchema().getCategory() != TypeDescription.Category.STRUCT) {
            reader.close();
            throw FileFault.corrupt("it holds values of type %s, not records".formatted(reader.getSchema()));
        }
        return reader;
    }
}
