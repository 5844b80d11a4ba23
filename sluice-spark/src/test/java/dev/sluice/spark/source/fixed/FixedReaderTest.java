package dev.sluice.spark.source.fixed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.FixedOptions;
import dev.sluice.spark.source.text.LineOptions;
import dev.sluice.spark.source.text.Records;
import dev.sluice.spark.source.text.Records.Read;
import dev.sluice.spark.source.text.StreamOptions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FixedReaderTest {
    private static final Map<String, String> COLUMNS = columns("id", "1-4", "name", "5+6", "flag", "11");

    @Test
    void columnsAreTakenFromTheirPlacesWithoutPadding() throws Exception {
        List<Read> read = read(options(), "0001Ann   y\n0002  Bob n\r\n\n0003      y and more\n");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [0001, Ann, y]", "2 [0002, Bob, n]", "3 [0003, null, y]");
        assertThat(read.get(1).offset()).isEqualTo(12);
        assertThat(read.get(1).raw()).isEqualTo("0002  Bob n");
    }

    @Test
    void placesAreCharactersWhateverTheirBytes() throws Exception {
        assertThat(read(options(), "0001\u00c4\u00f6\ud83d\ude00   y\n"))
                .extracting(Read::toString)
                .containsExactly("1 [0001, \u00c4\u00f6\ud83d\ude00, y]");
        assertThat(Records.read(
                        new FixedFormat().records(options().with(StreamOptions.ENCODING, "windows-1252")),
                        "0001\u00c4\u00f6    y\n".getBytes(StandardCharsets.ISO_8859_1),
                        "f",
                        "id",
                        "name",
                        "flag"))
                .extracting(Read::toString)
                .containsExactly("1 [0001, \u00c4\u00f6, y]");
    }

    @Test
    void shortRecordIsABadOneUnlessLinesMayBeRagged() throws Exception {
        List<Read> strict = read(options(), "0001Ann\n0002Bob   n\n");

        assertThat(strict)
                .extracting(Read::toString)
                .containsExactly("1 [null, null, null] [SHORT_ROW]", "2 [0002, Bob, n]");
        assertThat(strict.get(0).problems().get(0).message())
                .isEqualTo("The record has 7 characters instead of at least 11");
        assertThat(read(options().with(FixedFormat.RAGGED, true), "0001Ann\n00\n"))
                .extracting(Read::toString)
                .containsExactly("1 [0001, Ann, null]", "2 [00, null, null]");
    }

    @Test
    void recordOfAnotherLengthThanDeclaredIsABadOneButForBlanks() throws Exception {
        assertThat(read(
                        options().with(FixedFormat.RECORD_LENGTH, 12L),
                        "0001Ann   y.\n0002Bob   n.!\n0003Bob   n.  \n"))
                .extracting(Read::toString)
                .containsExactly("1 [0001, Ann, y]", "2 [null, null, null] [LONG_ROW]", "3 [0003, Bob, n]");
    }

    @Test
    void recordsMayFollowOneAnotherWithoutLineEnds() throws Exception {
        FixedOptions blocks = options().with(FixedFormat.LINES, false).with(FixedFormat.RECORD_LENGTH, 11L);

        List<Read> read = read(blocks, "0001Ann   y0002\u00c4b    n0003B");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [0001, Ann, y]", "2 [0002, \u00c4b, n]", "3 [null, null, null] [SHORT_ROW]");
        assertThat(read.get(1).offset()).isEqualTo(11);
        assertThat(read(blocks, "0001Ann   y\r\n")).hasSize(1);
    }

    @Test
    void headerLinesAndCommentsAreNoRecords() throws Exception {
        FixedOptions options = options().with(LineOptions.HEADER_LINES, 1L).with(LineOptions.COMMENT, "--");

        assertThat(read(options, "the header\n-- a comment\n0001Ann   y\n--\n0002Bob   n"))
                .extracting(Read::toString)
                .containsExactly("1 [0001, Ann, y]", "2 [0002, Bob, n]");
        assertThat(read(options, "")).isEmpty();
    }

    @Test
    void zerosArePaddingWhereTheOptionsSaySo() throws Exception {
        FixedOptions options = options().with(FixedFormat.PADDING, "0").with(FixedFormat.TRIM, Trim.LEFT);

        assertThat(read(options, "0010Ann   y")).extracting(Read::toString).containsExactly("1 [10, Ann   , y]");
    }

    @Test
    void columnThatTheOptionsDoNotGiveIsNullOrIfRequiredAReason() throws Exception {
        assertThat(Records.read(new FixedFormat().records(options()), "0001Ann   y\n", "id", "other"))
                .extracting(Read::toString)
                .containsExactly("1 [0001, null]");
        assertThat(Records.read(new FixedFormat().records(options()), "0001Ann   y\n", "id", "other!"))
                .extracting(Read::codes)
                .containsExactly(List.of("HEADER_MISMATCH"));
    }

    @Test
    void optionsThatMakeNoSenseAreTold() {
        assertThat(problems(new FixedOptions().with(FixedFormat.COLUMNS, columns("id", "4-1", "b", "x"))))
                .containsExactly(
                        "'4-1' of column id is no place such as 1-8", "'x' of column b is no place such as 1-8");
        assertThat(problems(options().with(FixedFormat.LINES, false)))
                .containsExactly("lines: false needs a recordLength");
        assertThat(problems(options().with(FixedFormat.RECORD_LENGTH, 5L)))
                .contains("column name ends beyond the recordLength of 5");
        assertThat(problems(options())).isEmpty();
    }

    private static List<String> problems(FixedOptions options) {
        return new FixedFormat().check(options).stream().map(Problem::message).toList();
    }

    private static FixedOptions options() {
        return new FixedOptions().with(FixedFormat.COLUMNS, COLUMNS);
    }

    private static Map<String, String> columns(String... namesAndPlaces) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndPlaces.length; i += 2) {
            columns.put(namesAndPlaces[i], namesAndPlaces[i + 1]);
        }
        return columns;
    }

    private static List<Read> read(FixedOptions options, String text) throws Exception {
        return Records.read(new FixedFormat().records(options), text, "id", "name", "flag");
    }
}
