package dev.sluice.spark.source.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spark.source.json.JsonlDialect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipArchiveTest {
    private static final String ROW = "{\"a\":1}\n";

    @Test
    void eachFileIsReadAndFoldersAndHiddenFilesArePassedOver() throws Exception {
        byte[] zip = zip(files("x/", "", "x/a.jsonl", ROW + ROW, "__MACOSX/x", "?", "x/.b", "?", "c", ROW));

        assertThat(read(zip)).containsExactly("x/a.jsonl: 1 [1]", "x/a.jsonl: 2 [1]", "c: 1 [1]");
    }

    @Test
    void filesThatAreStoredAreReadToo() throws Exception {
        assertThat(read(stored(files("a", ROW, "b", "", "c", ROW)))).containsExactly("a: 1 [1]", "c: 1 [1]");
    }

    @Test
    void namesThatLeadOutOfTheArchiveAreRefused() throws Exception {
        byte[] zip = zip(files("../../x", ROW, "/etc/x", ROW, "a/..\\x", ROW, "C:x", ROW, "ok..", ROW));

        assertThat(read(zip))
                .containsExactly(
                        "../../x: 1 [null] [UNSAFE_ENTRY]",
                        "/etc/x: 1 [null] [UNSAFE_ENTRY]",
                        "a/..\\x: 1 [null] [UNSAFE_ENTRY]",
                        "C:x: 1 [null] [UNSAFE_ENTRY]",
                        "ok..: 1 [1]");
    }

    @Test
    void archiveInAnArchiveIsRefused() throws Exception {
        byte[] inner = zip(files("a", ROW));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("inner.zip"));
            out.write(inner);
            out.putNextEntry(new ZipEntry("b"));
            out.write(ROW.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("no.zip"));
            out.write(ROW.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(bytes.toByteArray()))
                .containsExactly("inner.zip: 1 [null] [NESTED_ARCHIVE]", "b: 1 [1]", "no.zip: 1 [null] [CORRUPT_FILE]");
    }

    @Test
    void archiveThatIsCutGivesWhatCameBeforeAndOneReason() throws Exception {
        byte[] zip = zip(files("a", ROW + ROW, "b", ROW));
        int directory = indexOf(zip, new byte[] {'P', 'K', 1, 2});
        for (int length = 5; length < directory; length++) {
            List<String> read = read(Arrays.copyOf(zip, length));

            assertThat(read.get(read.size() - 1)).as("cut after %d", length).contains("TRUNCATED_FILE");
            assertThat(read.subList(0, read.size() - 1)).noneMatch(row -> row.contains("FILE"));
        }
        assertThat(read(Arrays.copyOf(zip, directory + 4))).containsExactly("a: 1 [1]", "a: 2 [1]", "b: 1 [1]");
    }

    @Test
    void fileThatIsDamagedIsTold() throws Exception {
        byte[] zip = stored(files("a", ROW, "b", ROW));
        zip[indexOf(zip, ROW.getBytes(StandardCharsets.UTF_8)) + 5] = '2';

        assertThat(read(zip)).containsExactly("a: 1 [2]", "a: 2 [null] [CORRUPT_FILE]", "b: 1 [1]");
    }

    @Test
    void encryptedFileIsRefusedAndTheOthersAreRead() throws Exception {
        byte[] zip = stored(files("a", ROW, "b", ROW));
        zip[6] |= 1;

        assertThat(read(zip)).containsExactly("a: 1 [null] [ENCRYPTED_ENTRY]", "b: 1 [1]");
    }

    @Test
    void methodThatIsNotKnownIsTold() throws Exception {
        byte[] zip = stored(files("a", ROW, "b", ROW));
        zip[8] = 14;

        assertThat(read(zip)).containsExactly("a: 1 [null] [CORRUPT_FILE]", "b: 1 [1]");
    }

    @Test
    void filesOfOneNameAreToldApart() throws Exception {
        byte[] zip = stored(files("a", ROW, "b", ROW));
        zip[indexOf(zip, new byte[] {'b', '{'})] = 'a';

        assertThat(read(zip)).containsExactly("a: 1 [1]", "a#2: 1 [1]");
    }

    @Test
    void archiveThatUnpacksToTooMuchIsGivenUp() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("a"));
            out.write(ROW.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("bomb"));
            byte[] lines = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 300; i++) {
                out.write(lines);
            }
            out.putNextEntry(new ZipEntry("c"));
            out.write(ROW.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(bytes.toByteArray())).containsExactly("a: 1 [1]", "bomb: 1 [null] [DECOMPRESSION_LIMIT]");
    }

    @Test
    void fileThatWasNotReadToItsEndGivesNothingMoreOnceTheArchiveIsClosed() throws Exception {
        byte[] some = new byte[64];
        ZipArchive archive =
                new ZipArchive(new ByteArrayInputStream(zip(files("a", ROW.repeat(1000)))), StreamOptions.USUAL, false);
        SourceStream file = Objects.requireNonNull(archive.next()).stream();
        assertThat(file.read(some, 0, 1)).isPositive();

        archive.close();

        int more = 0;
        for (int read = file.read(some, 0, 64); read >= 0; read = file.read(some, 0, 64)) {
            more += read;
        }
        assertThat(more).as("what was looked at already").isLessThan(64);
    }

    @Test
    void emptyArchiveHasNoRecords() throws Exception {
        assertThat(read(zip(Map.of()))).isEmpty();
    }

    private static List<String> read(byte[] zip) throws IOException {
        assertThat(ZipArchive.begins(zip)).isTrue();
        List<String> all = new ArrayList<>();
        try (ZipArchive archive = new ZipArchive(new ByteArrayInputStream(zip), StreamOptions.USUAL, false)) {
            for (ZipArchive.Entry entry = archive.next(); entry != null; entry = archive.next()) {
                RecordReader reader = JsonlDialect.USUAL.reader(
                        new ByteWindow(entry.stream()), ReadColumns.all(Records.columns("a")));
                for (Records.Read read : Records.rest(reader, 1)) {
                    all.add(entry.name() + ": " + read);
                }
            }
        }
        return all;
    }

    private static Map<String, String> files(String... namesAndTexts) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return files;
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        return zip(files, ZipEntry.DEFLATED);
    }

    private static byte[] stored(Map<String, String> files) throws IOException {
        return zip(files, ZipEntry.STORED);
    }

    private static byte[] zip(Map<String, String> files, int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                CRC32 crc = new CRC32();
                crc.update(content);
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    entry.setSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                out.putNextEntry(entry);
                out.write(content);
            }
        }
        return bytes.toByteArray();
    }

    private static int indexOf(byte[] data, byte[] what) {
        for (int i = 0; ; i++) {
            if (Arrays.equals(data, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
    }
}
