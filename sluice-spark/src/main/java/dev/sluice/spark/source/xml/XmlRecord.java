package dev.sluice.spark.source.xml;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.TextRecord;
import dev.sluice.spark.source.text.Utf8;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Takes the element of a record apart, with the JDK's parser. */
final class XmlRecord {
    private static final byte[] WRAPPER_END = "</w>".getBytes(StandardCharsets.UTF_8);

    private final ReadColumns columns;
    private final XmlValues values;
    private final Set<String> nulls;
    private final XMLInputFactory parsers = parsers();

    XmlRecord(XmlDialect dialect, ReadColumns columns) {
        this.columns = columns;
        this.nulls = new HashSet<>(dialect.nullTokens());
        Set<String> wanted = new HashSet<>();
        for (int slot = 0; slot < columns.slots(); slot++) {
            wanted.addAll(columns.spellings(columns.column(slot)));
        }
        this.values = new XmlValues(dialect, wanted);
    }

    private static XMLInputFactory parsers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Cannot resolve " + systemId + ": entities are refused");
        });
        return factory;
    }

    /** @param wrapper a start tag with the namespaces around the record */
    void read(TextRecord record, byte[] wrapper) {
        byte[] data = record.rawBase();
        int from = record.rawStart();
        int length = record.rawLength();
        record.clearScratch();
        for (int slot = 0; slot < columns.slots(); slot++) {
            record.setNull(slot);
        }
        if (!Utf8.valid(data, from, from + length)) {
            record.fail(ParseProblem.ofRecord(
                    ReasonCode.UNDECODABLE, "The record holds bytes that are not text in the file's encoding"));
            return;
        }
        List<InputStream> parts = List.of(
                new ByteArrayInputStream(wrapper),
                new ByteArrayInputStream(data, from, length),
                new ByteArrayInputStream(WRAPPER_END));
        try {
            XMLStreamReader parser =
                    parsers.createXMLStreamReader(new SequenceInputStream(Collections.enumeration(parts)), "UTF-8");
            try {
                values.read(parser);
            } finally {
                parser.close();
            }
            take(record);
        } catch (XmlValues.TooDeep e) {
            record.fail(ParseProblem.ofRecord(ReasonCode.TOO_DEEP, e.problem()));
        } catch (XMLStreamException e) {
            record.fail(ParseProblem.ofRecord(
                    ReasonCode.CORRUPT_RECORD, "The element is not well-formed: " + XmlFault.message(e, wrapper)));
        } catch (RuntimeException e) {
            // The parser lets some damage through as exceptions of arrays and states.
            record.fail(ParseProblem.ofRecord(ReasonCode.CORRUPT_RECORD, "The element is not well-formed: " + e));
        }
    }

    private void take(TextRecord record) {
        for (int slot = 0; slot < columns.slots(); slot++) {
            for (String name : columns.spellings(columns.column(slot))) {
                String value = values.text(name);
                if (value != null) {
                    put(record, slot, value);
                    break;
                }
            }
        }
    }

    private void put(TextRecord record, int slot, String value) {
        if (nulls.contains(value)) {
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] scratch = record.scratch(bytes.length);
        System.arraycopy(bytes, 0, scratch, record.scratchUsed(), bytes.length);
        record.setScratch(slot, record.scratchUsed() + bytes.length);
    }
}
