package dev.sluice.core.testing;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Test results in the XML that build servers read: a {@code testsuite} for each file, a {@code testcase} for each case,
 * after the form that Ant's junitreport and Surefire write.
 */
public final class JunitXml {
    private final XMLStreamWriter xml;

    private JunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    public static String of(TestReport report) {
        StringWriter text = new StringWriter();
        try {
            // The JDK's own: another factory on the class path might write otherwise.
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            new JunitXml(writer).write(report);
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Cannot write XML into memory", e);
        }
        return text.toString();
    }

    private void write(TestReport report) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        figures(report.results(), report.seconds());
        for (Map.Entry<String, List<CaseResult>> file : byFile(report).entrySet()) {
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", file.getKey());
            figures(
                    file.getValue(),
                    file.getValue().stream().mapToDouble(CaseResult::seconds).sum());
            for (CaseResult result : file.getValue()) {
                testCase(result);
            }
            xml.writeCharacters("\n  ");
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static Map<String, List<CaseResult>> byFile(TestReport report) {
        return report.results().stream()
                .collect(Collectors.groupingBy(
                        result -> result.test().location().file(), LinkedHashMap::new, Collectors.toList()));
    }

    private void figures(List<CaseResult> results, double seconds) throws XMLStreamException {
        xml.writeAttribute("tests", Integer.toString(results.size()));
        xml.writeAttribute(
                "failures",
                Long.toString(results.stream()
                        .filter(result -> !result.mismatches().isEmpty())
                        .count()));
        xml.writeAttribute(
                "errors",
                Long.toString(results.stream()
                        .filter(result -> result.failure() != null)
                        .count()));
        xml.writeAttribute("time", seconds(seconds));
    }

    private void testCase(CaseResult result) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", clean(result.test().name()));
        xml.writeAttribute("classname", clean(result.test().pipeline()));
        xml.writeAttribute("file", result.test().location().file());
        xml.writeAttribute("line", Integer.toString(result.test().location().line()));
        xml.writeAttribute("time", seconds(result.seconds()));
        if (!result.mismatches().isEmpty()) {
            problem(
                    "failure",
                    result.mismatches().get(0).what(),
                    String.join("\n", DifferenceText.plain().lines(result.mismatches())));
        }
        SluiceException failure = result.failure();
        if (failure != null) {
            Problem first = failure.problems().get(0);
            problem(
                    "error",
                    first.message(),
                    failure.problems().stream()
                            .map(problem -> problem.code().id() + " " + problem.message())
                            .collect(Collectors.joining("\n")));
        }
        xml.writeEndElement();
    }

    private void problem(String element, String message, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("message", clean(message));
        xml.writeCharacters(clean(text));
        xml.writeEndElement();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** XML 1.0 has no form at all for some characters. */
    private static String clean(String text) {
        return text.codePoints()
                .map(point -> point == '\n'
                                || point == '\t'
                                || point >= 0x20 && point <= 0xD7FF
                                || point >= 0xE000 && point <= 0xFFFD
                                || point >= 0x10000
                        ? point
                        : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
