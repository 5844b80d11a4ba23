package dev.sluice.spark.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.BoundaryScan;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.Records;
import dev.sluice.spark.source.text.Records.Read;
import dev.sluice.spark.source.text.SourceStream;
import dev.sluice.spark.source.text.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded texts full of quotes and line ends, read in every way that must give the same. */
class CsvFuzzTest {
    private static final List<SourceColumn> COLUMNS = Records.columns("a", "b", "c");
    private static final String[] TOKENS = {
        "\"", "\"", "\"\"", ",", ",", "\n", "\n", "\r\n", "\r", "x", "yz", "\u00e4", "\"q\"", ",\"", "\",", "1,2,3\n"
    };

    @Test
    void wholeReadingAgreesWithReadingByCharacters() throws Exception {
        for (int seed = 0; seed < 3_000; seed++) {
            String text = "a,b,c\n" + text(seed);
            List<ReferenceCsv.Row> expected = ReferenceCsv.rows(text);
            expected.remove(0);

            List<Read> read =
                    Records.read(CsvDialect.USUAL, text.getBytes(StandardCharsets.UTF_8), "f", 1 + seed % 70, COLUMNS);

            assertThat(read).extracting(Read::toString).as("seed %d", seed).isEqualTo(shown(expected));
            assertThat(read)
                    .extracting(Read::raw)
                    .as("seed %d", seed)
                    .isEqualTo(expected.stream().map(ReferenceCsv.Row::raw).toList());
        }
    }

    @Test
    void readingInPartsAgreesWithWholeReadingAtEverySplitSize() throws Exception {
        int divided = 0;
        for (int seed = 0; seed < 400; seed++) {
            byte[] file = ("a,b,c\n" + text(seed)).getBytes(StandardCharsets.UTF_8);
            List<String> expected = shownWithPlace(Records.read(CsvDialect.USUAL, file, "f", 64, COLUMNS));
            for (int parts = 2; parts <= Math.min(file.length, 60); parts++) {
                List<Read> read = new ArrayList<>();
                divided += readParts(file, parts, read) > 1 ? 1 : 0;

                assertThat(shownWithPlace(read))
                        .as("seed %d, %d parts", seed, parts)
                        .isEqualTo(expected);
            }
        }
        assertThat(divided).isGreaterThan(10_000);
    }

    private static int readParts(byte[] file, int parts, List<Read> read) throws IOException {
        CsvDialect format = CsvDialect.USUAL;
        BoundaryScan.Bytes bytes = bytes(file);
        ReadColumns none = ReadColumns.none(COLUMNS);
        List<Long> offsets = BoundaryScan.offsets(file.length, parts);
        List<BoundaryScan.Part> scanned = new ArrayList<>();
        for (int i = 0; i + 1 < parts; i++) {
            scanned.add(BoundaryScan.scan(format, none, bytes, offsets.get(i), offsets.get(i + 1)));
        }
        List<BoundaryScan.Boundary> boundaries = BoundaryScan.boundaries(
                offsets,
                scanned,
                (start, end) -> BoundaryScan.scanFrom(format, none, bytes, start, end, TextEncoding.UTF_8));
        FileHead head;
        try (RecordReader first = format.reader(bytes.whole(), ReadColumns.all(COLUMNS))) {
            head = first.readHead();
            first.limit(boundaries.get(0).offset(), 1);
            read.addAll(Records.rest(first, 3));
        }
        for (int i = 0; i < boundaries.size(); i++) {
            BoundaryScan.Boundary from = boundaries.get(i);
            try (RecordReader part =
                    format.reader(bytes.from(from.offset(), TextEncoding.UTF_8), ReadColumns.all(COLUMNS))) {
                part.useHead(head);
                part.limit(i + 1 < boundaries.size() ? boundaries.get(i + 1).offset() : Long.MAX_VALUE, from.number());
                read.addAll(Records.rest(part, 3));
            }
        }
        return (int) boundaries.stream().distinct().count() + 1;
    }

    private static BoundaryScan.Bytes bytes(byte[] file) {
        return new BoundaryScan.Bytes() {
            @Override
            public ByteWindow whole() throws IOException {
                return new ByteWindow(
                        SourceStream.whole(new ByteArrayInputStream(file), "f", CsvDialect.USUAL.stream()), 16);
            }

            @Override
            public ByteWindow from(long offset, TextEncoding encoding) {
                return new ByteWindow(
                        SourceStream.from(new ByteArrayInputStream(file, (int) offset, file.length), offset, encoding),
                        16);
            }
        };
    }

    private static List<String> shown(List<ReferenceCsv.Row> rows) {
        List<String> shown = new ArrayList<>();
        for (ReferenceCsv.Row row : rows) {
            String damage = row.damage();
            if (damage == null && row.cells().size() < 3) {
                damage = "SHORT_ROW";
            } else if (damage == null
                    && row.cells().subList(3, row.cells().size()).stream().anyMatch(cell -> cell != null)) {
                damage = "LONG_ROW";
            }
            List<String> values = damage == null ? row.cells().subList(0, 3) : Collections.nCopies(3, null);
            shown.add((shown.size() + 1) + " " + values + (damage == null ? "" : " [" + damage + "]"));
        }
        return shown;
    }

    private static List<String> shownWithPlace(List<Read> read) {
        return read.stream()
                .map(one -> one + " @" + one.offset() + " " + one.raw())
                .toList();
    }

    private static String text(int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int tokens = random.nextInt(60);
        for (int i = 0; i < tokens; i++) {
            text.append(TOKENS[random.nextInt(TOKENS.length)]);
        }
        return text.toString();
    }
}
