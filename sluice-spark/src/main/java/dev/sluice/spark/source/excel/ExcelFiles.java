package dev.sluice.spark.source.excel;

import dev.sluice.spark.source.typed.FileColumn;
import dev.sluice.spark.source.typed.FileShape;
import dev.sluice.spark.source.typed.FileShape.Block;
import dev.sluice.spark.source.typed.TypedFiles;
import dev.sluice.spark.source.typed.TypedInput;
import dev.sluice.spark.source.typed.TypedReader;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/** Reads workbooks, each as one block. */
record ExcelFiles(String sheet, int headerRow, CellRange range, long maxSize) implements TypedFiles {
    private static final long serialVersionUID = 1;

    @Override
    public FileShape shape(TypedInput input) throws IOException {
        try (OpenSheet opened = OpenSheet.open(input, sheet, maxSize)) {
            List<FileColumn> columns = SheetHeader.read(opened, headerRow, range).names().stream()
                    .map(name -> new FileColumn(name, DataTypes.StringType, null))
                    .toList();
            return new FileShape(columns, List.of(new Block(input.size())));
        }
    }

    @Override
    public TypedReader reader(TypedInput input, List<String> columns, int firstBlock, int endBlock) throws IOException {
        OpenSheet opened = OpenSheet.open(input, sheet, maxSize);
        try {
            return new ExcelReader(opened, SheetHeader.read(opened, headerRow, range), columns, headerRow, range);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            opened.close();
            throw e;
        }
    }
}
