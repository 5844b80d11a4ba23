package dev.sluice.cli.badinput;

import static dev.sluice.cli.badinput.SampleFormat.JSON;
import static dev.sluice.cli.badinput.SampleFormat.XML;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** JSON and XML documents that are bad. */
final class BadDocuments {
    private static final String OBJECT = "{\"id\":9,\"name\":\"i\"}";
    private static final String ELEMENT = "<row><id>9</id><name>i</name></row>";
    private static final String KILOBYTE = "x".repeat(1000);

    private BadDocuments() {}

    static List<BadFile> json() {
        return List.of(
                rows("doc_good", "a good document, with fields that nobody reads", OBJECT + ",{\"id\":1,\"x\":[{}]}")
                        .becomes(2, 2),
                json("doc_cut", "a document cut within a record", "{\"rows\":[" + OBJECT + ",{\"id\":1,\"na")
                        .becomes(2, 1, "TRUNCATED_DOCUMENT 1"),
                json("doc_cut_after", "a document cut between two records", "{\"rows\":[" + OBJECT + ",")
                        .becomes(2, 1, "TRUNCATED_DOCUMENT 1"),
                rows("doc_corrupt_record", "a record that is not well-formed", "{\"id\":01}," + OBJECT)
                        .becomes(2, 1, "CORRUPT_RECORD 1"),
                rows("doc_malformed", "a comma missing between records", OBJECT + OBJECT + "," + OBJECT)
                        .becomes(2, 1, "MALFORMED_DOCUMENT 1"),
                rows("doc_scalars", "values that are no objects", "1,null,\"a\",[" + OBJECT + "]," + OBJECT)
                        .becomes(5, 1, "NOT_AN_OBJECT 4"),
                json("doc_drift", "the list of records has another name", "{\"items\":[" + OBJECT + "]}")
                        .becomes(1, 0, "RECORDS_NOT_FOUND 1"),
                json("doc_other", "an error message instead of the records", "{\"rows\":\"none today\"}")
                        .becomes(1, 0, "NOT_AN_OBJECT 1"),
                rows("doc_empty", "an empty list", "").becomes(0, 0),
                json("doc_no_bytes", "0 bytes", "").becomes(0, 0),
                rows("doc_twin", "a key twice, which is read", "{\"id\":1,\"id\":2}," + OBJECT)
                        .becomes(2, 1, "DUPLICATE_KEY 1"),
                rows("doc_digits", "a number of a million digits", "{\"id\":" + "9".repeat(1_000_000) + "}," + OBJECT)
                        .becomes(2, 1, "NUMBER_TOO_LONG 1"),
                rows(
                                "doc_deep",
                                "100,000 × `{\"a\":` in a record",
                                "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "," + OBJECT)
                        .becomes(2, 1, "TOO_DEEP 1"),
                json("doc_brackets", "100,000 × `[`", "[".repeat(100_000)).becomes(1, 0, "TRUNCATED_DOCUMENT 1"),
                json(
                                "doc_large_record",
                                "a record of 200 MB, then a good one",
                                Content.text("{\"rows\":[{\"name\":\"")
                                        .then(Content.times(200 * 1024, KILOBYTE))
                                        .then("\"}," + OBJECT + "]}"))
                        .becomes(2, 1, "RECORD_TOO_LARGE 1"),
                json(
                                "doc_open_text",
                                "a text without end, then 300 MB of good records",
                                Content.text("{\"rows\":[{\"name\":\"a},\n")
                                        .then(Content.times(300 * 1024, "{'id':1,'name':'" + KILOBYTE + "'},\n")))
                        .becomes(1, 0, "TRUNCATED_DOCUMENT 1"),
                json(
                                "doc_large_list",
                                "a list of 300 MB",
                                Content.text("{\"skip\":[")
                                        .then(Content.times(1024, "[{\"rows\":\"" + KILOBYTE + "\"}],"))
                                        .then("0],\"rows\":[")
                                        .then(Content.times(300 * 1024, "{\"id\":1,\"name\":\"" + KILOBYTE + "\"},\n"))
                                        .then(OBJECT + "]}"))
                        .becomes(307_201, 307_201)
                        .below(BadFile.LARGE_HEAP_MIB),
                json(
                                "doc_utf16",
                                "UTF-16 with a byte-order mark",
                                Content.bytes(("{\"rows\":[" + OBJECT + "]}").getBytes(StandardCharsets.UTF_16)))
                        .becomes(1, 1),
                json(
                                "doc_not_utf8",
                                "bytes that are no UTF-8",
                                Content.text("{\"rows\":[{\"id\":1,\"name\":\"")
                                        .then(Content.bytes(new byte[] {(byte) 0xff}))
                                        .then("\"}," + OBJECT + "]}"))
                        .becomes(2, 1, "UNDECODABLE 1"),
                json(
                                "doc_gzip_cut",
                                "gzip without its checksum",
                                Content.text("{\"rows\":[" + OBJECT + "]}")
                                        .gzipped()
                                        .cut(8))
                        .named("bad.json.gz")
                        .becomes(2, 1, "TRUNCATED_FILE 1"),
                json("doc_is_csv", "a CSV file", "id,name\n1,a\n")
                        .becomes(2, 0, "MALFORMED_DOCUMENT 1", "RECORDS_NOT_FOUND 1"));
    }

    static List<BadFile> xml() {
        return List.of(
                xmlRows("xml_good", "a good document, with elements that nobody reads", ELEMENT + "<x/>" + ELEMENT)
                        .becomes(2, 2),
                xml("xml_cut", "a document cut within a record", "<rows>" + ELEMENT + "<row><id>1</i")
                        .becomes(2, 1, "TRUNCATED_DOCUMENT 1"),
                xml("xml_cut_after", "a document cut between two records", "<rows>" + ELEMENT)
                        .becomes(2, 1, "TRUNCATED_DOCUMENT 1"),
                xmlRows(
                                "xml_corrupt_record",
                                "records that are not well-formed",
                                "<row><id>1</row><row>a < b</row><row>&x;</row>" + ELEMENT)
                        .becomes(4, 1, "CORRUPT_RECORD 3"),
                xml("xml_malformed", "an end tag too many", "<rows>" + ELEMENT + "</row>" + ELEMENT + "</rows>")
                        .becomes(2, 1, "MALFORMED_DOCUMENT 1"),
                xml(
                                "xml_entity",
                                "an entity that is a file of this machine",
                                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><row><id>1</id><name>&x;</name></row></r>")
                        .becomes(1, 0, "DOCUMENT_TYPE 1"),
                xml("xml_laughs", "entities that grow to 10⁹ times their size", laughs())
                        .becomes(1, 0, "DOCUMENT_TYPE 1"),
                xmlRows("xml_drift", "elements that have other names", "<row><id>1</id><nom>x</nom></row>")
                        .becomes(1, 1),
                xml("xml_drift_row", "the records have another name", "<rows><item><id>1</id></item></rows>")
                        .becomes(1, 0, "RECORDS_NOT_FOUND 1"),
                xmlRows("xml_empty", "no records", "").becomes(0, 0),
                xml("xml_no_bytes", "0 bytes", "").becomes(0, 0),
                xmlRows(
                                "xml_deep",
                                "100,000 × `<a>` in a record",
                                "<row>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</row>" + ELEMENT)
                        .becomes(2, 1, "TOO_DEEP 1"),
                xml("xml_deep_root", "100,000 × `<a>` before a record", "<a>".repeat(100_000))
                        .becomes(1, 0, "TOO_DEEP 1"),
                xml(
                                "xml_large_record",
                                "a record of 200 MB, then a good one",
                                Content.text("<rows><row><name>")
                                        .then(Content.times(200 * 1024, KILOBYTE))
                                        .then("</name></row>" + ELEMENT + "</rows>"))
                        .becomes(2, 1, "RECORD_TOO_LARGE 1"),
                xml(
                                "xml_open_comment",
                                "a comment without end, then 300 MB",
                                Content.text("<rows>" + ELEMENT + "<!-- ")
                                        .then(Content.times(300 * 1024, "<row>" + KILOBYTE + "</row>\n")))
                        .becomes(2, 1, "TRUNCATED_DOCUMENT 1"),
                xmlRows("xml_attributes", "an attribute twice", "<row k='1' k='2'><id>1</id></row>" + ELEMENT)
                        .becomes(2, 1, "CORRUPT_RECORD 1"),
                xml(
                                "xml_latin",
                                "an encoding that the document declares",
                                Content.bytes(
                                        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><r><row><id>1</id><name>\u00e4</name></row></r>"
                                                .getBytes(StandardCharsets.ISO_8859_1)))
                        .becomes(1, 1),
                xml(
                                "xml_not_utf8",
                                "bytes that are no UTF-8",
                                Content.text("<rows><row><id>1</id><name>")
                                        .then(Content.bytes(new byte[] {(byte) 0xff}))
                                        .then("</name></row>" + ELEMENT + "</rows>"))
                        .becomes(2, 1, "UNDECODABLE 1"),
                xml("xml_is_json", "a JSON file", OBJECT).becomes(1, 0, "MALFORMED_DOCUMENT 1"));
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("<!DOCTYPE r [<!ENTITY a0 \"ha\">");
        for (int i = 1; i <= 9; i++) {
            text.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return text + "]><r><row><id>1</id><name>&a9;</name></row></r>";
    }

    private static BadFile json(String pipeline, String input, String content) {
        return BadFile.of(JSON, pipeline, input, content);
    }

    private static BadFile json(String pipeline, String input, Content content) {
        return BadFile.of(JSON, pipeline, input, content);
    }

    private static BadFile rows(String pipeline, String input, String records) {
        return json(pipeline, input, "{\"rows\":[" + records + "]}");
    }

    private static BadFile xml(String pipeline, String input, String content) {
        return BadFile.of(XML, pipeline, input, content);
    }

    private static BadFile xml(String pipeline, String input, Content content) {
        return BadFile.of(XML, pipeline, input, content);
    }

    private static BadFile xmlRows(String pipeline, String input, String records) {
        return xml(pipeline, input, "<rows>" + records + "</rows>");
    }
}
