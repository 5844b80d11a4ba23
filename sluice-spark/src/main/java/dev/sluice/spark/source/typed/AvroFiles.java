package dev.sluice.spark.source.typed;

import dev.sluice.spark.source.typed.FileShape.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Reads Avro files, each as one block: only its own block headers tell the ordinals of records. */
record AvroFiles() implements TypedFiles {
    private static final long serialVersionUID = 1;

    @Override
    public FileShape shape(TypedInput input) throws IOException {
        try (AvroBlocks blocks = new AvroBlocks(input)) {
            List<FileColumn> columns = new ArrayList<>();
            for (Schema.Field field : blocks.schema().getFields()) {
                columns.add(column(field));
            }
            return new FileShape(columns, List.of(new Block(input.size())));
        }
    }

    private static FileColumn column(Schema.Field field) {
        try {
            return FileColumn.of(field.name(), AvroValue.of(field.schema()).type());
        } catch (FileFault e) {
            return FileColumn.unsupported(field.name(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public TypedReader reader(TypedInput input, List<String> columns, int firstBlock, int endBlock) throws IOException {
        AvroBlocks blocks = new AvroBlocks(input);
        try {
            return new AvroReader(blocks, columns);
        } catch (IOException | RuntimeException e) {
            blocks.close();
            throw e;
        }
    }
}
