package dev.sluice.spark.source.xml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Problem;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.FixedOptions;
import dev.sluice.spark.source.text.Records;
import dev.sluice.spark.source.text.Records.Read;
import dev.sluice.spark.source.text.StreamOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XmlReaderTest {
    @Test
    void elementsOfTheRowTagAreRecordsWithTheirPlaceAndText() throws Exception {
        List<Read> read = read("""
                <?xml version="1.0"?>
                <!-- <row> --><rows><head><row2/></head>
                <row a="x"><b>1 &lt; 2</b><c/></row>
                <row><b><![CDATA[</row>]]></b></row><row/></rows>
                """);

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly(
                        "1 [null, 1 < 2, null, x]", "2 [null, </row>, null, null]", "3 [null, null, null, null]");
        assertThat(read).extracting(Read::offset).containsExactly(63L, 100L, 136L);
        assertThat(read.get(0).raw()).isEqualTo("<row a=\"x\"><b>1 &lt; 2</b><c/></row>");
        assertThat(read.get(2).raw()).isEqualTo("<row/>");
    }

    @Test
    void nestedAndRepeatedElementsAreJson() throws Exception {
        assertThat(read("<rows><row><a><n u='\"1'>x\\</n><n/></a><b>1</b><b>2</b><c k='v'>t</c></row></rows>"))
                .extracting(Read::toString)
                .containsExactly("1 [{\"n\":[{\"_u\":\"\\\"1\",\"_value\":\"x\\\\\"},\"\"]}, [\"1\",\"2\"],"
                        + " {\"_k\":\"v\",\"_value\":\"t\"}, null]");
        assertThat(Records.read(
                        new XmlFormat()
                                .records(options()
                                        .with(XmlFormat.LISTS, List.of("a", "i"))
                                        .with(XmlFormat.ATTRIBUTE_PREFIX, "")),
                        "<r><row k='1'><a><i>x</i></a></row></r>",
                        "a",
                        "k"))
                .extracting(Read::toString)
                .containsExactly("1 [[{\"i\":[\"x\"]}], 1]");
    }

    @Test
    void nilIsNullAndMixedTextIsKept() throws Exception {
        assertThat(read("<rows xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
                        + "<row><a xsi:nil='true'/><b>t<i>u</i>v</b><c><d xsi:nil='1'/></c></row></rows>"))
                .extracting(Read::toString)
                .containsExactly("1 [null, {\"i\":\"u\",\"_value\":\"tv\"}, {\"d\":null}, null]");
    }

    @Test
    void rowTagMayBeOneOfANamespace() throws Exception {
        String text = "<x:rows xmlns:x='urn:x' xmlns='urn:d'><row><a>1</a></row><x:row><a>2</a></x:row>"
                + "<y:row xmlns:y='urn:y'><y:a>3</y:a></y:row></x:rows>";

        assertThat(read(text)).extracting(read -> read.values().get(0)).containsExactly("1", "2", "3");
        FixedOptions named =
                new FixedOptions().with(XmlFormat.ROW_TAG, "n:row").with(XmlFormat.NAMESPACES, Map.of("n", "urn:y"));
        assertThat(new XmlFormat().check(named)).isEmpty();
        assertThat(Records.read(new XmlFormat().records(named), text, "a"))
                .extracting(Read::toString)
                .containsExactly("1 [3]");
    }

    @Test
    void badRecordSpoilsItselfOnly() throws Exception {
        for (String bad : List.of(
                "<row><a>1</b></row>",
                "<row><a>1</row>",
                "<row><a>&nope;</a></row>",
                "<row><a>1 < 2</a></row>",
                "<row><a x=1></a></row>",
                "<row><a x='1></a></row>",
                "<row><p:a>1</p:a></row>",
                "<row><a>\u0001</a></row>",
                "<row><a x='1' x='2'/></row>",
                "<row><!DOCTYPE x></row>")) {
            assertThat(read("<rows>" + bad + "<row><a>1</a></row></rows>"))
                    .as(bad)
                    .extracting(Read::toString)
                    .containsExactly("1 [null, null, null, null] [CORRUPT_RECORD]", "2 [1, null, null, null]");
        }
        assertThat(read("<rows><row><a>&nope;</a></row></rows>")
                        .get(0)
                        .problems()
                        .get(0)
                        .message())
                .startsWith("The element is not well-formed: line 1, column ")
                .contains("nope");
    }

    @Test
    void documentTypeAndEntitiesAreRefused() throws Exception {
        String secret = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><row><a>&x;</a></row></r>";
        String laughs = "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><r><row><a>&b;</a></row></r>";

        for (String hostile : List.of(secret, laughs, "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x.dtd'><r/>")) {
            assertThat(read(hostile))
                    .extracting(Read::toString)
                    .containsExactly("1 [null, null, null, null] [DOCUMENT_TYPE]");
        }
    }

    @Test
    void truncatedDocumentGivesTheRecordsBeforeAndOneReason() throws Exception {
        String whole = "<?xml version='1.0'?><r><!--c--><row><a>1</a></row><row k='>'><a><![CDATA[x]]></a></row></r>";
        for (int length = 1; length < whole.length(); length++) {
            List<Read> read = read(whole.substring(0, length));

            assertThat(read.get(read.size() - 1).codes())
                    .as("cut after %d", length)
                    .containsExactly("TRUNCATED_DOCUMENT");
            assertThat(read.subList(0, read.size() - 1))
                    .allMatch(good -> good.problems().isEmpty());
        }
        assertThat(read(whole)).hasSize(2).allMatch(good -> good.problems().isEmpty());
    }

    @Test
    void documentThatIsNotWellFormedGivesTheRecordsBeforeAndOneReason() throws Exception {
        for (String rest : List.of("</s>", "< x/></r>", "</r>text", "</r><r/>", "<g <h/></r>")) {
            assertThat(read("<r><row><a>1</a></row>" + rest))
                    .as(rest)
                    .extracting(Read::toString)
                    .containsExactly("1 [1, null, null, null]", "2 [null, null, null, null] [MALFORMED_DOCUMENT]");
        }
        assertThat(read("id,name\n1,x\n")).extracting(Read::codes).containsExactly(List.of("MALFORMED_DOCUMENT"));
    }

    @Test
    void documentWithElementsButNoRecordIsAReason() throws Exception {
        assertThat(read("<rows><item><a>1</a></item></rows>"))
                .extracting(Read::codes)
                .containsExactly(List.of("RECORDS_NOT_FOUND"));
        assertThat(read("<rows/>")).isEmpty();
        assertThat(read("")).isEmpty();
        assertThat(read(" \n")).isEmpty();
    }

    @Test
    void sizeAndDepthAreLimitedForEachRecord() throws Exception {
        XmlDialect small = (XmlDialect) new XmlFormat().records(options().with(StreamOptions.MAX_RECORD_SIZE, 8192L));
        String large = "<row><b>" + "<!--x-->".repeat(30_000) + "</b></row>";
        String deep = "<row>" + "<b>".repeat(300) + "</b>".repeat(300) + "</row>";

        List<Read> read = Records.read(
                small,
                ("<r>" + large + deep + "<row><a>1</a></row></r>").getBytes(StandardCharsets.UTF_8),
                "f",
                64,
                Records.columns("a", "b"));

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [RECORD_TOO_LARGE]", "2 [null, null] [TOO_DEEP]", "3 [1, null]");
        assertThat(read("<r>".repeat(100_000))).extracting(Read::codes).containsExactly(List.of("TOO_DEEP"));
    }

    @Test
    void windowOfAnySizeGivesTheSameRecords() throws Exception {
        StringBuilder text = new StringBuilder("<!-- a -- > b --><rows q='>'>");
        for (int i = 0; i < 100; i++) {
            text.append("<x/><row k=\"/>\"><a>").append(i).append("</a><!--</row>--><b><![CDATA[]]]]></b></row>\n");
        }
        byte[] file = text.append("</rows>").toString().getBytes(StandardCharsets.UTF_8);
        XmlDialect dialect = (XmlDialect) new XmlFormat().records(options());
        List<SourceColumn> columns = Records.columns("a", "b", "_k");

        List<String> large = Records.read(dialect, file, "f", 1 << 20, columns).stream()
                .map(Read::toString)
                .toList();
        assertThat(large).hasSize(100);
        for (int capacity : new int[] {2, 3, 7, 64, 1000}) {
            assertThat(Records.read(dialect, file, "f", capacity, columns))
                    .extracting(Read::toString)
                    .isEqualTo(large);
        }
    }

    @Test
    void declaredEncodingWins() throws Exception {
        String text = "<?xml version='1.0' encoding='ISO-8859-1'?><r><row><a>\u00e4</a></row></r>";
        assertThat(read(text.getBytes(StandardCharsets.ISO_8859_1)))
                .extracting(Read::toString)
                .containsExactly("1 [\u00e4]");
        String wide = "<?xml version='1.0' encoding='UTF-16'?><r><row><a>\u00e4</a></row></r>";
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE")) {
            assertThat(read(wide.getBytes(Charset.forName(charset))))
                    .as(charset)
                    .extracting(Read::toString)
                    .containsExactly("1 [\u00e4]");
        }
        assertThat(read("<r><row><a>\u00e4</a></row><row><a>1</a></row></r>".getBytes(StandardCharsets.ISO_8859_1)))
                .extracting(Read::toString)
                .containsExactly("1 [null] [UNDECODABLE]", "2 [1]");
    }

    @Test
    void optionsThatMakeNoSenseAreTold() {
        assertThat(new XmlFormat().check(new FixedOptions().with(XmlFormat.ROW_TAG, "a b")))
                .extracting(Problem::message)
                .containsExactly("rowTag 'a b' is no name of an element");
        assertThat(new XmlFormat().check(new FixedOptions().with(XmlFormat.ROW_TAG, "n:row")))
                .extracting(Problem::message)
                .containsExactly("the prefix of rowTag 'n:row' is none of namespaces");
    }

    private static FixedOptions options() {
        return new FixedOptions().with(XmlFormat.ROW_TAG, "row");
    }

    private static List<Read> read(byte[] file) throws Exception {
        return Records.read(new XmlFormat().records(options()), file, "f", "a");
    }

    private static List<Read> read(String text) throws Exception {
        return Records.read(new XmlFormat().records(options()), text, "a", "b", "c", "_a");
    }
}
