package dev.sluice.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchFingerprintTest {
    private static final SourceFile A = new SourceFile("file:/a", 1, "mtime:1");
    private static final SourceFile B = new SourceFile("file:/b", 2, "mtime:2");

    @Test
    void orderAndRepetitionDoNotMatter() {
        assertThat(BatchFingerprint.of(List.of(A, B)))
                .hasSize(64)
                .isEqualTo(BatchFingerprint.of(List.of(B, A)))
                .isEqualTo(BatchFingerprint.of(List.of(B, A, B)))
                .startsWith(BatchFingerprint.batchId(List.of(A, B)));
    }

    @Test
    void pathSizeAndVersionMatter() {
        assertThat(List.of(
                        BatchFingerprint.of(List.of(A)),
                        BatchFingerprint.of(List.of(A, B)),
                        BatchFingerprint.of(List.of()),
                        BatchFingerprint.of(List.of(new SourceFile("file:/a", 2, "mtime:1"))),
                        BatchFingerprint.of(List.of(new SourceFile("file:/a", 1, "mtime:2"))),
                        BatchFingerprint.of(List.of(new SourceFile("file:/c", 1, "mtime:1")))))
                .doesNotHaveDuplicates();
    }

    @Test
    void fingerprintStaysTheSameOverReleases() {
        assertThat(BatchFingerprint.batchId(List.of(A, B))).isEqualTo("b4bff8a35b149669455b");
    }

    @Test
    void contentVersionIsTheShaOfAllBytes() throws IOException {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);

        assertThat(ContentHash.version(new ByteArrayInputStream(abc)))
                .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void differenceNamesThreeFilesAndCountsAll() {
        List<SourceFile> now = List.of(
                new SourceFile("file:/a", 9, "mtime:9"),
                new SourceFile("file:/c", 1, ""),
                new SourceFile("file:/d", 1, ""),
                new SourceFile("file:/e", 1, ""),
                new SourceFile("file:/f", 1, ""));

        assertThat(BatchDifference.between(List.of(A, B), now))
                .hasToString("4 files added (file:/c, file:/d, file:/e, …), 1 file removed (file:/b),"
                        + " 1 file changed (file:/a)");
        assertThat(BatchDifference.between(List.of(A, B), List.of(B, A)).isEmpty())
                .isTrue();
    }
}
