package dev.sluice.spark.source.excel;

import dev.sluice.spark.source.text.Damage;
import dev.sluice.spark.source.typed.FileFault;
import dev.sluice.spark.source.typed.TypedReader;
import java.io.IOException;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a sheet below its header; rows without a value are no records. */
final class ExcelReader implements TypedReader {
    private final OpenSheet sheet;
    private final SheetHeader header;
    private final int[] places;
    private final int headerRow;
    private final CellRange range;
    private final @Nullable String[] texts;
    private long ordinal = -1;
    private boolean ended;
    private @Nullable Damage damage;

    ExcelReader(OpenSheet sheet, SheetHeader header, List<String> columns, int headerRow, CellRange range) {
        this.sheet = sheet;
        this.header = header;
        this.places = columns.stream()
                .mapToInt(name -> header.places().get(header.names().indexOf(name)))
                .toArray();
        this.headerRow = headerRow;
        this.range = range;
        this.texts = new String[places.length];
    }

    @Override
    public boolean next() {
        while (!ended) {
            try {
                if (!sheet.rows().hasNext()) {
                    ended = true;
                    break;
                }
                Row row = sheet.rows().next();
                if (row.getRowNum() > range.lastRow()) {
                    ended = true;
                } else if (row.getRowNum() > headerRow && row.getRowNum() >= range.firstRow() && read(row)) {
                    ordinal++;
                    return true;
                }
            } catch (RuntimeException | IOException | StackOverflowError e) {
                ended = true;
                ordinal++;
                damage = FileFault.damage("the sheet from record %d on".formatted(ordinal + 1), e);
                return true;
            }
        }
        return false;
    }

    /** False if no named column has a value. */
    private boolean read(Row row) throws IOException {
        boolean any = false;
        for (int place : header.places()) {
            any = any || sheet.text(row, place) != null;
        }
        for (int i = 0; any && i < places.length; i++) {
            texts[i] = sheet.text(row, places[i]);
        }
        return any;
    }

    @Override
    public long ordinal() {
        return ordinal;
    }

    @Override
    public @Nullable Damage damage() {
        return damage;
    }

    @Override
    public @Nullable Object value(int slot) {
        String text = texts[slot];
        return text == null ? null : UTF8String.fromString(text);
    }

    @Override
    public void close() throws IOException {
        sheet.close();
    }
}
