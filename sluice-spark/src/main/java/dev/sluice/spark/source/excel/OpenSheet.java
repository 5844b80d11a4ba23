package dev.sluice.spark.source.excel;

import dev.sluice.spark.source.typed.FileFault;
import dev.sluice.spark.source.typed.TypedInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/**
 * One sheet of a workbook, read row by row. The workbook is copied to a local file: its directory stands at its end.
 *
 * @param date1904 whether days are counted from 1904 on
 * @param rows behind those that were read
 */
record OpenSheet(Path copy, ReadableWorkbook workbook, boolean date1904, Stream<Row> stream, Iterator<Row> rows)
        implements Closeable {
    static OpenSheet open(TypedInput input, String sheet, long maxSize) throws IOException {
        if (input.size() == 0) {
            throw FileFault.truncated("it has no bytes");
        }
        Path copy = Files.createTempFile("sluice", ".xlsx");
        try {
            try (InputStream in = input.open()) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            WorkbookBounds.check(copy, maxSize);
            boolean date1904 = Calendar.isFrom1904(copy);
            ReadableWorkbook workbook = new ReadableWorkbook(copy.toFile(), new ReadingOptions(hasStyles(copy), true));
            try {
                Stream<Row> rows = find(workbook, sheet).openStream();
                return new OpenSheet(copy, workbook, date1904 || workbook.isDate1904(), rows, rows.iterator());
            } catch (IOException | RuntimeException | StackOverflowError e) {
                workbook.close();
                throw e;
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** Some programs write workbooks without them; the library cannot be asked for formats then. */
    private static boolean hasStyles(Path workbook) throws IOException {
        try (ZipFile zip = new ZipFile(workbook.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().endsWith("styles.xml"));
        }
    }

    private static Sheet find(ReadableWorkbook workbook, String wanted) throws FileFault {
        List<Sheet> sheets = workbook.getSheets().toList();
        for (Sheet sheet : sheets) {
            if (sheet.getName().equals(wanted)) {
                return sheet;
            }
        }
        if (wanted.matches("[1-9]\\d{0,3}") && Integer.parseInt(wanted) <= sheets.size()) {
            return sheets.get(Integer.parseInt(wanted) - 1);
        }
        throw FileFault.corrupt("it has no sheet '%s', but %s"
                .formatted(wanted, sheets.stream().map(Sheet::getName).toList()));
    }

    /** A cell's text; null for none, or an empty one. */
    @Nullable
    String text(Row row, int column) {
        Cell cell = column < row.getCellCount() ? row.getCell(column) : null;
        return cell == null ? null : CellText.of(cell, date1904);
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            try {
                workbook.close();
            } finally {
                Files.deleteIfExists(copy);
            }
        }
    }
}
