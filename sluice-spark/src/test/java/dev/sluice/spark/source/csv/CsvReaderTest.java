package dev.sluice.spark.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.FixedOptions;
import dev.sluice.spark.source.text.Records;
import dev.sluice.spark.source.text.Records.Read;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextEncoding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
    @Test
    void lineEndsOfAllKindsMayBeMixed() throws Exception {
        assertThat(show("a,b\r\n1,2\n3,4\r5,6\r\r\n\n7,8"))
                .containsExactly("1 [1, 2]", "2 [3, 4]", "3 [5, 6]", "4 [7, 8]");
    }

    @Test
    void quotedCellsMayHoldDelimitersQuotesAndLineEnds() throws Exception {
        List<Read> read = read("a,b\n\"1,\"\"x\"\"\",\"l1\r\nl2\"\n3,4\n");

        assertThat(read).extracting(Read::toString).containsExactly("1 [1,\"x\", l1\r\nl2]", "2 [3, 4]");
        assertThat(read.get(0).raw()).isEqualTo("\"1,\"\"x\"\"\",\"l1\r\nl2\"");
        assertThat(read.get(1).offset()).isEqualTo(23);
    }

    @Test
    void emptyCellsAreNullAndQuotedEmptyCellsAreEmptyTexts() throws Exception {
        assertThat(show("a,b\n,\"\"\n")).containsExactly("1 [null, ]");
    }

    @Test
    void nullTokensAreThoseOfTheOptions() throws Exception {
        CsvDialect dialect = dialect(new FixedOptions()
                .with(CsvFormat.NULL_TOKENS, List.of("NA", "\\N"))
                .with(CsvFormat.QUOTED_NULLS, true));

        assertThat(Records.read(dialect, "a,b\nNA,\\N\n,\"NA\"\n", "a", "b"))
                .extracting(Read::toString)
                .containsExactly("1 [null, null]", "2 [, null]");
    }

    @Test
    void columnsAreFoundByNameAndAliasInAnyOrder() throws Exception {
        List<SourceColumn> columns = List.of(
                new SourceColumn("country", List.of("Country/Region", "Country_Region"), true, null),
                new SourceColumn("none", List.of(), false, null));

        assertThat(Records.read(CsvDialect.USUAL, "x, Country_Region \n1,DE\n".getBytes(), "f", 64, columns))
                .extracting(Read::toString)
                .containsExactly("1 [DE, null]");
    }

    @Test
    void headerWithoutRequiredColumnFailsEachRecordOnce() throws Exception {
        List<Read> read = Records.read(CsvDialect.USUAL, "<<<<<<< HEAD\na,b\n1,2,3\n", "a!", "b");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [HEADER_MISMATCH]", "2 [null, null] [HEADER_MISMATCH]");
        assertThat(read.get(0).problems().get(0).message()).isEqualTo("The file's header lacks a; it is: <<<<<<< HEAD");
        assertThat(read.get(1).raw()).isEqualTo("1,2,3");
    }

    @Test
    void doubledHeaderNameMattersOnlyWhereItsColumnIsRead() throws Exception {
        assertThat(Records.read(CsvDialect.USUAL, "a,b,b\n1,2,3\n", "a"))
                .extracting(Read::toString)
                .containsExactly("1 [1]");
        assertThat(Records.read(CsvDialect.USUAL, "a,b,b\n1,2,3\n", "b"))
                .extracting(Read::toString)
                .containsExactly("1 [null] [DUPLICATE_HEADER]");
    }

    @Test
    void shortAndLongRowsAreBadUnlessTheExtraCellsAreEmpty() throws Exception {
        List<Read> read = read("a,b\n1\n1,2,3\n1,2,\n");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [SHORT_ROW]", "2 [null, null] [LONG_ROW]", "3 [1, 2]");
        assertThat(read.get(0).problems().get(0).message()).isEqualTo("The row has 1 cell instead of 2");
    }

    @Test
    void fileWithHeaderOnlyOrWithoutBytesHasNoRecords() throws Exception {
        assertThat(show("a,b")).isEmpty();
        assertThat(show("a,b\r\n")).isEmpty();
        assertThat(show("")).isEmpty();
        assertThat(show("\n\n")).isEmpty();
    }

    @Test
    void textAfterClosingQuoteSpoilsOnlyItsLine() throws Exception {
        List<Read> read = read("a,b\n\"x\"y,1\n2,3\n");

        assertThat(read).extracting(Read::toString).containsExactly("1 [null, null] [TEXT_AFTER_QUOTE]", "2 [2, 3]");
        assertThat(read.get(0).raw()).isEqualTo("\"x\"y,1");
    }

    @Test
    void unclosedQuoteSpoilsOnlyItsLineThoughLaterCellsAreQuoted() throws Exception {
        List<Read> read = read("a,b\n1,\"x\n2,y\n3,\"z\"\n4,w");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [TEXT_AFTER_QUOTE]", "2 [2, y]", "3 [3, z]", "4 [4, w]");
        assertThat(read.get(0).raw()).isEqualTo("1,\"x");
    }

    @Test
    void unclosedQuoteAtTheEndSpoilsOnlyItsLine() throws Exception {
        assertThat(show("a,b\n1,\"x\n2,y\n3,z\n"))
                .containsExactly("1 [null, null] [UNCLOSED_QUOTE]", "2 [2, y]", "3 [3, z]");
        assertThat(show("a,b\n1,\"x")).containsExactly("1 [null, null] [UNCLOSED_QUOTE]");
    }

    @Test
    void unclosedQuoteIsGivenUpAtTheSizeLimit() throws Exception {
        String rows = "2,y\n".repeat(1_000);
        CsvDialect dialect = dialect(new FixedOptions().with(StreamOptions.MAX_RECORD_SIZE, 1024L));

        List<Read> read = Records.read(dialect, "a,b\n1,\"x\n" + rows + "3,\"z\"\n", "a", "b");

        assertThat(read).hasSize(1_002);
        assertThat(read.get(0).toString()).isEqualTo("1 [null, null] [UNCLOSED_QUOTE]");
        assertThat(read.get(1_001).toString()).isEqualTo("1002 [3, z]");
    }

    @Test
    void manyUnclosedQuotesTakeLinearTime() throws Exception {
        for (String line : List.of("a\",\"b\n", "\"\"\"a\n", "1,\"\"\"\"\"x\n", ",\"\n\"\"\"\n", "\",\"\"x\n")) {
            String text = "a,b\n" + line.repeat(300_000);
            long start = System.nanoTime();

            List<Read> read = read(text);

            assertThat(read).isNotEmpty();
            assertThat(System.nanoTime() - start).as(line).isLessThan(20_000_000_000L);
        }
    }

    @Test
    void recordBeyondTheLimitKeepsItsFirstPartAndTheNextOnesAreRead() throws Exception {
        CsvDialect dialect = dialect(new FixedOptions().with(StreamOptions.MAX_RECORD_SIZE, 200_000L));

        List<Read> read = Records.read(dialect, "a,b\n1," + "x".repeat(500_000) + "\r\n2,y\n", "a", "b");

        assertThat(read).extracting(Read::toString).containsExactly("1 [null, null] [RECORD_TOO_LARGE]", "2 [2, y]");
        assertThat(read.get(0).raw()).hasSize(65_536).startsWith("1,xxx");
        assertThat(read.get(0).problems().get(0).message())
                .startsWith("The record has 500002 bytes, more than the 200000");
        assertThat(read.get(1).offset()).isEqualTo(500_008);
    }

    @Test
    void recordOfExactlyTheLimitIsRead() throws Exception {
        CsvDialect dialect = dialect(new FixedOptions().with(StreamOptions.MAX_RECORD_SIZE, 1024L));
        String most = "1," + "x".repeat(1022);

        assertThat(Records.read(dialect, "a,b\n" + most + "\r\n" + most + "x\r\n", "a"))
                .extracting(Read::toString)
                .containsExactly("1 [1]", "2 [null] [RECORD_TOO_LARGE]");
    }

    @Test
    void twentyThousandColumnsAreReadAndMoreAreRefused() throws Exception {
        StringBuilder text = new StringBuilder("c0");
        for (int i = 1; i < 20_000; i++) {
            text.append(",c").append(i);
        }
        String header = text.toString();
        String row = header.replace('c', 'v');

        assertThat(Records.read(CsvDialect.USUAL, header + "\n" + row, "c19999", "c0"))
                .extracting(Read::toString)
                .containsExactly("1 [v19999, v0]");
        assertThat(Records.read(CsvDialect.USUAL, header + ",more\n" + row, "c0")
                        .get(0)
                        .problems()
                        .get(0)
                        .message())
                .isEqualTo("The file's header cannot be read: It has 20001 columns, more than the 20000 of maxColumns");
    }

    @Test
    void undecodableBytesAndNulsFailTheirColumnOnly() throws Exception {
        byte[] file = "a,b,c\n?,x,\u00e4\n1,y\0,z\n?,u,v\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < file.length; i++) {
            file[i] = file[i] == '?' ? (byte) 0xe4 : file[i];
        }

        List<Read> read = Records.read(CsvDialect.USUAL, file, "f", "a", "b", "c");
        List<Read> other = Records.read(CsvDialect.USUAL, file, "f", "c");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly(
                        "1 [null, x, \u00e4] [UNDECODABLE]",
                        "2 [1, null, z] [NUL_BYTE]",
                        "3 [null, u, v] [UNDECODABLE]");
        assertThat(read.get(0).raw()).isEqualTo("\ufffd,x,\u00e4");
        assertThat(read.get(0).rawBytes()).startsWith(0xe4, ',', 'x');
        assertThat(read.get(1).rawBytes()).isNull();
        assertThat(other).extracting(Read::toString).containsExactly("1 [\u00e4]", "2 [z]", "3 [v]");
        assertThat(other.get(0).rawBytes()).isNotNull();
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstName() throws Exception {
        List<Read> read = read("\ufeffa,b\n1,2\n");

        assertThat(read).extracting(Read::toString).containsExactly("1 [1, 2]");
        assertThat(read.get(0).offset()).isEqualTo(7);
    }

    @Test
    void otherEncodingsGiveTheSameTextsAndTheOffsetsOfTheFile() throws Exception {
        String text = "a,b\n\u20ac,\u00e4\n\u00fc,2\n";
        for (String name : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "windows-1252")) {
            CsvDialect dialect = dialect(new FixedOptions().with(StreamOptions.ENCODING, name.toLowerCase()));
            byte[] file = text.getBytes(Charset.forName(name));

            List<Read> read = Records.read(dialect, file, "f", "a", "b");

            int unit = name.startsWith("UTF-16") ? 2 : 1;
            int mark = name.equals("UTF-16") ? 2 : 0;
            assertThat(read).extracting(Read::toString).as(name).containsExactly("1 [\u20ac, \u00e4]", "2 [\u00fc, 2]");
            assertThat(read).extracting(Read::offset).as(name).containsExactly(4L * unit + mark, 8L * unit + mark);
        }
    }

    @Test
    void byteOrderMarkOfUtf16WinsOverTheOption() throws Exception {
        byte[] file = ("\ufeffa,b\n\ud83d\ude00,2\n").getBytes(StandardCharsets.UTF_16LE);

        assertThat(Records.read(CsvDialect.USUAL, file, "f", "a"))
                .extracting(Read::toString)
                .containsExactly("1 [\ud83d\ude00]");
    }

    @Test
    void whatCannotBeDecodedIsKeptAsBytesInEveryEncoding() throws Exception {
        byte[] half = "a,b\nx\ud83d,2\n".getBytes(StandardCharsets.UTF_16LE);
        half[10] = 0x3d;
        half[11] = (byte) 0xd8;
        byte[] undefined = "a,b\nx?,2\n".getBytes(StandardCharsets.ISO_8859_1);
        undefined[5] = (byte) 0x81;

        Read utf16 = Records.read(
                        dialect(new FixedOptions().with(StreamOptions.ENCODING, "UTF-16LE")), half, "f", "a", "b")
                .get(0);
        Read windows = Records.read(
                        dialect(new FixedOptions().with(StreamOptions.ENCODING, TextEncoding.WINDOWS_1252.word())),
                        undefined,
                        "f",
                        "a",
                        "b")
                .get(0);

        assertThat(utf16.toString()).isEqualTo("1 [null, 2] [UNDECODABLE]");
        assertThat(utf16.rawBytes()).containsExactly('x', 0, 0x3d, 0xd8, ',', 0, '2', 0);
        assertThat(windows.toString()).isEqualTo("1 [null, 2] [UNDECODABLE]");
        assertThat(windows.rawBytes()).containsExactly('x', 0x81, ',', '2');
    }

    @Test
    void delimiterQuoteEscapeAndCommentAreThoseOfTheOptions() throws Exception {
        CsvDialect tabs = dialect(new FixedOptions()
                .with(CsvFormat.DELIMITER, "tab")
                .with(CsvFormat.QUOTE, "'")
                .with(CsvFormat.ESCAPE, "\\")
                .with(CsvFormat.COMMENT, "#"));
        CsvDialect sections =
                dialect(new FixedOptions().with(CsvFormat.DELIMITER, "\u00a7").with(CsvFormat.QUOTE, "none"));

        assertThat(Records.read(tabs, "# c\na\tb\n'it\\'s\\\\'\t'\\n''q'\n# c, 'x\n1\t2", "a", "b"))
                .extracting(Read::toString)
                .containsExactly("1 [it's\\, \\n'q]", "2 [1, 2]");
        assertThat(Records.read(sections, "a\u00a7b\n\"1\u00a7\u00a62\n", "a", "b"))
                .extracting(Read::toString)
                .containsExactly("1 [\"1, \u00a62]");
    }

    @Test
    void filesWithoutHeaderHaveTheDeclaredColumnsInOrder() throws Exception {
        CsvDialect dialect = dialect(new FixedOptions().with(CsvFormat.HEADER, false));

        assertThat(Records.read(dialect, "1,2\n3\n", "a", "b"))
                .extracting(Read::toString)
                .containsExactly("1 [1, 2]", "2 [null, null] [SHORT_ROW]");
    }

    @Test
    void byteFfIsNoSpecialCharacter() throws Exception {
        byte[] file = "a,b\n?,\"x\n?,?\n".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < file.length; i++) {
            file[i] = file[i] == '?' ? (byte) 0xff : file[i];
        }

        assertThat(Records.read(dialect(new FixedOptions().with(CsvFormat.QUOTE, "none")), file, "f", "a", "b"))
                .extracting(Read::toString)
                .containsExactly("1 [null, \"x] [UNDECODABLE]", "2 [null, null] [UNDECODABLE, UNDECODABLE]");
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        assertThat(new CsvFormat()
                        .check(new FixedOptions()
                                .with(CsvFormat.DELIMITER, "\"")
                                .with(CsvFormat.COMMENT, "\u00a7")
                                .with(StreamOptions.ENCODING, "EBCDIC")
                                .with(StreamOptions.MAX_RECORD_SIZE, 1L)))
                .extracting(Object::toString)
                .containsExactly(
                        "SLU-231 encoding 'EBCDIC' is not known",
                        "SLU-231 maxRecordSize must be 1KiB to 256MiB, not 1 bytes",
                        "SLU-231 quote and delimiter are the same",
                        "SLU-231 comment must be an ASCII character");
    }

    private static CsvDialect dialect(FixedOptions options) {
        return (CsvDialect) new CsvFormat().records(options);
    }

    private static List<Read> read(String text) throws Exception {
        return Records.read(CsvDialect.USUAL, text, "a", "b");
    }

    private static List<String> show(String text) throws Exception {
        return read(text).stream().map(Read::toString).toList();
    }
}
