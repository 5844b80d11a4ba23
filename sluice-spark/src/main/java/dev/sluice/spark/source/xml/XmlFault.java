package dev.sluice.spark.source.xml;

import javax.xml.stream.XMLStreamException;

/** What a parser says of a record, with the place counted in the record. */
final class XmlFault {
    private XmlFault() {}

    static String message(XMLStreamException e, byte[] wrapper) {
        String text = String.valueOf(e.getMessage());
        int marker = text.indexOf("Message: ");
        String cause = (marker < 0 ? text : text.substring(marker + "Message: ".length()))
                .lines()
                .findFirst()
                .orElse("");
        if (e.getLocation() == null || e.getLocation().getLineNumber() < 1) {
            return cause;
        }
        int line = e.getLocation().getLineNumber();
        int column = e.getLocation().getColumnNumber() - (line == 1 ? wrapper.length : 0);
        return "line %d, column %d: %s".formatted(line, column, cause);
    }
}
