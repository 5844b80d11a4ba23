package dev.sluice.spark.source.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.spark.source.csv.CsvDialect;
import dev.sluice.spark.source.text.Records.Read;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

class CompressedFileTest {
    private interface Codec {
        OutputStream open(OutputStream out) throws IOException;
    }

    private static final List<Codec> CODECS = List.of(
            GZIPOutputStream::new,
            out -> new ZstdOutputStream(out).setChecksum(true),
            BZip2CompressorOutputStream::new);

    @Test
    void compressedFilesAreReadWhateverTheirName() throws Exception {
        for (Codec codec : CODECS) {
            assertThat(read(pack(codec, "a,b\n1,2\n".getBytes()), "plain.csv"))
                    .extracting(Read::toString)
                    .containsExactly("1 [1, 2]");
        }
    }

    @Test
    void membersOneAfterTheOtherAreOneFile() throws Exception {
        for (Codec codec : CODECS) {
            byte[] file = concat(pack(codec, "a,b\n1,".getBytes()), pack(codec, "2\n3,4\n".getBytes()));

            assertThat(read(file, "f")).extracting(Read::toString).containsExactly("1 [1, 2]", "2 [3, 4]");
        }
        byte[] padded = concat(pack(CODECS.get(0), "a,b\n1,2\n".getBytes()), new byte[1000]);
        assertThat(read(padded, "f")).extracting(Read::toString).containsExactly("1 [1, 2]");
    }

    @Test
    void truncatedFileGivesItsRecordsAndOneBadOne() throws Exception {
        byte[] text = rows(50_000);
        for (Codec codec : CODECS) {
            byte[] whole = pack(codec, text);

            List<Read> read = read(Arrays.copyOf(whole, whole.length - 10), "f");

            Read last = read.get(read.size() - 1);
            assertThat(last.codes()).containsExactly("TRUNCATED_FILE");
            assertThat(read.subList(0, read.size() - 1))
                    .allSatisfy(one -> assertThat(one.codes()).isEmpty());
            assertThat(read.size()).isGreaterThan(1_000);
            // Good records and the partial one are exactly what could be unpacked.
            assertThat(new String(text, StandardCharsets.UTF_8).substring((int) last.offset()))
                    .startsWith(last.raw());
        }
    }

    @Test
    void gzipThatLacksItsTrailerGivesAllRecordsAndOneEmptyBadOne() throws Exception {
        byte[] whole = pack(CODECS.get(0), "a,b\n1,2\n3,4\n".getBytes());

        List<Read> read = read(Arrays.copyOf(whole, whole.length - 8), "f.gz");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly("1 [1, 2]", "2 [3, 4]", "3 [null, null] [TRUNCATED_FILE]");
        assertThat(read.get(2).raw()).isEmpty();
        assertThat(read.get(2).offset()).isEqualTo(12);
    }

    @Test
    void wrongChecksumAndOtherDamageAreCorruptFiles() throws Exception {
        byte[] crc = pack(CODECS.get(0), "a,b\n1,2\n3,4".getBytes());
        crc[crc.length - 6] ^= 1;
        byte[] garbage = concat(pack(CODECS.get(0), "a,b\n1,2\n3,4".getBytes()), "garbage".getBytes());

        for (byte[] file : List.of(crc, garbage)) {
            List<Read> read = read(file, "f.gz");

            assertThat(read).extracting(Read::toString).containsExactly("1 [1, 2]", "2 [null, null] [CORRUPT_FILE]");
            assertThat(read.get(1).raw()).isEqualTo("3,4");
        }
        for (Codec codec : CODECS) {
            byte[] flipped = pack(codec, rows(50_000));
            for (int i = flipped.length / 2; i < flipped.length / 2 + 20; i++) {
                flipped[i] = (byte) ~flipped[i];
            }
            List<Read> read = read(flipped, "f");
            assertThat(read.get(read.size() - 1).codes()).containsAnyOf("CORRUPT_FILE", "TRUNCATED_FILE");
        }
    }

    @Test
    void fileDamagedWithinItsHeaderGivesOneBadRecord() throws Exception {
        byte[] whole = pack(CODECS.get(0), "a,b".getBytes());

        assertThat(read(Arrays.copyOf(whole, whole.length - 9), "f"))
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [TRUNCATED_FILE]");
        assertThat(read(Arrays.copyOf(whole, 5), "f"))
                .extracting(Read::toString)
                .containsExactly("1 [null, null] [TRUNCATED_FILE]");
    }

    @Test
    void fileThatIsNotWhatItsNameSaysIsOneBadRecord() throws Exception {
        List<Read> read = read("a,b\n1,2\n".getBytes(), "x.csv.GZ");

        assertThat(read).extracting(Read::toString).containsExactly("1 [null, null] [CORRUPT_FILE]");
        assertThat(read.get(0).raw()).startsWith("a,b\n1,2");
        assertThat(read(new byte[0], "x.csv.gz")).isEmpty();
    }

    @Test
    void bombIsGivenUp() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            out.write("a,b\n1,2\n".getBytes());
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                out.write(zeros);
            }
        }

        List<Read> read = read(bomb.toByteArray(), "f");

        assertThat(read)
                .extracting(Read::toString)
                .containsExactly(
                        "1 [1, 2]", "2 [null, null] [RECORD_TOO_LARGE]", "3 [null, null] [DECOMPRESSION_LIMIT]");
    }

    private static List<Read> read(byte[] file, String name) throws IOException {
        return Records.read(CsvDialect.USUAL, file, name, "a", "b");
    }

    private static byte[] rows(int count) {
        StringBuilder text = new StringBuilder("a,b\n");
        Random random = new Random(7);
        for (int i = 0; i < count; i++) {
            text.append(i)
                    .append(',')
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pack(Codec codec, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = codec.open(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
