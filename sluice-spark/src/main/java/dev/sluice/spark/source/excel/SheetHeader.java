package dev.sluice.spark.source.excel;

import dev.sluice.spark.source.typed.FileFault;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.reader.Row;

/**
 * The columns that a sheet's header row names.
 *
 * @param names without white space at their ends
 * @param places the sheet's column of each, from 0
 */
record SheetHeader(List<String> names, List<Integer> places) {
    SheetHeader {
        names = List.copyOf(names);
        places = List.copyOf(places);
    }

    /**
     * Reads on to the header row. A sheet without values has no columns, and no records.
     *
     * @throws FileFault if the sheet has values, but its header has none
     */
    static SheetHeader read(OpenSheet sheet, int headerRow, CellRange range) throws FileFault {
        boolean values = false;
        while (sheet.rows().hasNext()) {
            Row row = sheet.rows().next();
            if (row.getRowNum() == headerRow) {
                SheetHeader header = of(sheet, row, range);
                if (!header.names.isEmpty()) {
                    return header;
                }
            } else if (row.getRowNum() <= range.lastRow()) {
                values = values || hasValue(sheet, row, range);
            }
            if (values && row.getRowNum() > headerRow) {
                break;
            }
        }
        if (values) {
            throw FileFault.corrupt("it has no header in row %d".formatted(headerRow));
        }
        return new SheetHeader(List.of(), List.of());
    }

    private static SheetHeader of(OpenSheet sheet, Row row, CellRange range) {
        List<String> names = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = range.firstColumn(); i < row.getCellCount() && i <= range.lastColumn(); i++) {
            String name = sheet.text(row, i);
            if (name != null && !name.isBlank()) {
                names.add(name.strip());
                places.add(i);
            }
        }
        return new SheetHeader(names, places);
    }

    private static boolean hasValue(OpenSheet sheet, Row row, CellRange range) {
        for (int i = range.firstColumn(); i < row.getCellCount() && i <= range.lastColumn(); i++) {
            if (sheet.text(row, i) != null) {
                return true;
            }
        }
        return false;
    }
}
