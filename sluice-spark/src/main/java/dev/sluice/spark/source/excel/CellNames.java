package dev.sluice.spark.source.excel;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.sluice.spark.source.typed.FileFault;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dhatim.fastexcel.reader.CellAddress;

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
     * Reads as far as the part is XML.
     *
     * @throws FileFault if a cell lies beyond Excel's last column
     */
    static void check(InputStream part) throws FileFault {
        try {
            XMLStreamReader xml = PARSERS.createXMLStreamReader(part);
            int cells = 0;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("row")) {
                    cells = 0;
                } else if (event == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("c")) {
                    cells++;
                    String place = xml.getAttributeValue(null, "r");
                    if (cells > COLUMNS || place != null && new CellAddress(place).getColumn() >= COLUMNS) {
                        throw FileFault.corrupt("a cell lies beyond Excel's last column");
                    }
                }
            }
        } catch (XMLStreamException | RuntimeException e) {
            // No XML, or not from here on: the library comes no further either.
            return;
        }
    }
}
