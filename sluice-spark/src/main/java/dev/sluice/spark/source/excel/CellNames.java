package dev.sluice.spark.source.excel;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.sluice.spark.source.typed.FileFault;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dhatim.fastexcel.reader.CellAddress;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the places that a part's cells claim, with the parser and the arithmetic of the library that will believe them:
 * it makes room for every column up to a row's last one.
 */
final class CellNames {
    private static final int COLUMNS = 16_384;
    private static final XMLInputFactory PARSERS = parsers();

    private CellNames() {}

    private static XMLInputFactory parsers() {
        XMLInputFactory parsers = new InputFactoryImpl();
        parsers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        parsers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return parsers;
    }

    /**
     * Reads as far as the part is XML, or to the end of its sheet's data: the library comes no further either. Cells that
     * stand in no row, as those of the order of calculation do, it never sees.
     *
     * @throws FileFault if a cell lies beyond Excel's last column, or its place is none
     */
    static void check(InputStream part) throws FileFault {
        try {
            XMLStreamReader xml = PARSERS.createXMLStreamReader(part);
            // A row's texts may hold what looks like rows: who counts the outermost misses none of its cells.
            int rows = 0;
            int cells = 0;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamReader.START_ELEMENT) {
                    String name = xml.getLocalName();
                    if (name.equals("row")) {
                        cells = rows++ == 0 ? 0 : cells;
                    } else if (name.equals("c") && rows > 0) {
                        check(++cells, xml.getAttributeValue(null, "r"));
                    }
                } else if (event == XMLStreamReader.END_ELEMENT) {
                    String name = xml.getLocalName();
                    if (name.equals("row")) {
                        rows--;
                    } else if (name.equals("sheetData") && rows == 0) {
                        return;
                    }
                }
            }
        } catch (XMLStreamException | RuntimeException e) {
            // No XML, or not from here on: the same parser fails the library in the same place.
            return;
        }
    }

    private static void check(int cells, @Nullable String place) throws FileFault {
        int column;
        try {
            column = place == null ? 0 : new CellAddress(place).getColumn();
        } catch (RuntimeException e) {
            throw FileFault.corrupt("a cell has a place that is none");
        }
        if (cells > COLUMNS || column >= COLUMNS) {
            throw FileFault.corrupt("a cell lies beyond Excel's last column");
        }
    }
}
