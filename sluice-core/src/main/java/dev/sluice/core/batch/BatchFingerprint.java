package dev.sluice.core.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The identity of a set of files: SHA-256 over path, size and version of each, in the order of their paths, so that the
 * order in which they were listed does not matter.
 */
public final class BatchFingerprint {
    private static final Comparator<SourceFile> BY_IDENTITY = Comparator.comparing(SourceFile::path)
            .thenComparingLong(SourceFile::size)
            .thenComparing(SourceFile::version);

    /** So many hex digits of the fingerprint make a batch id that can still be read out: 80 bits. */
    private static final int ID_DIGITS = 20;

    private BatchFingerprint() {}

    /** 64 hex digits; the same for the same files in any order, however often one is named. */
    public static String of(Collection<SourceFile> files) {
        MessageDigest digest = ContentHash.sha256();
        for (SourceFile file : inOrder(files)) {
            add(digest, file.path());
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, file.size()));
            add(digest, file.version());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The id of a batch to which nobody gave one. */
    public static String batchId(Collection<SourceFile> files) {
        return of(files).substring(0, ID_DIGITS);
    }

    /** The files as a set, sorted by path. */
    public static List<SourceFile> inOrder(Collection<SourceFile> files) {
        return files.stream().distinct().sorted(BY_IDENTITY).toList();
    }

    // With its length, so that no two lists of texts give the same bytes.
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
