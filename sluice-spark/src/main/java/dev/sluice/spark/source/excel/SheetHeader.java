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

    /** Reads on to the header row. A sheet without it has no columns, and no records. */
    static SheetHeader read(OpenSheet sheet, int headerRow, CellRange range) throws FileFault {
        List<String> names = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        while (sheet.rows().hasNext()) {
            Row row = sheet.rows().next();
            if (row.getRowNum() < headerRow) {
                continue;
            }
            if (row.getRowNum() > headerRow) {
                throw FileFault.corrupt("it has no header in row %d".formatted(headerRow));
            }
            for (int i = range.firstColumn(); i < row.getCellCount() && i <= range.lastColumn(); i++) {
                String name = sheet.text(row, i);
                if (name != null && !name.isBlank()) {
                    names.add(name.strip());
                    places.add(i);
                }
            }
            break;
        }
        return new SheetHeader(names, places);
    }
}
