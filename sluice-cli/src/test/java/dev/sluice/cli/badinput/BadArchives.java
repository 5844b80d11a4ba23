package dev.sluice.cli.badinput;

import com.github.luben.zstd.ZstdOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Compressed files that are bad. */
final class BadArchives {
    private static final Content ROWS = Content.text("id,name,note\n").then(Content.times(1_000, "1,a,b\n"));

    private BadArchives() {}

    static List<BadFile> all() {
        return List.of(
                        BadFile.csv(
                                        "gzip_cut",
                                        "gzip without its last 10 bytes",
                                        ROWS.then(last()).gzipped().cut(10))
                                .becomes(1_001, 1_000, "TRUNCATED_FILE 1"),
                        BadFile.csv(
                                        "gzip_trailer_cut",
                                        "gzip without its checksum",
                                        ROWS.gzipped().cut(8))
                                .becomes(1_001, 1_000, "TRUNCATED_FILE 1"),
                        BadFile.csv(
                                        "gzip_members",
                                        "gzip of several members",
                                        ROWS.gzipped()
                                                .then(Content.text("2,c,d\n").gzipped()))
                                .becomes(1_001, 1_001),
                        BadFile.csv("gzip_flipped", "gzip with a wrong checksum", flipped())
                                .becomes(1_001, 1_000, "CORRUPT_FILE 1"),
                        BadFile.csv("gzip_noise", "text named `.gz`", ROWS).becomes(1, 0, "CORRUPT_FILE 1"),
                        BadFile.csv("gzip_no_bytes", "0 bytes named `.gz`", Content.text(""))
                                .becomes(0, 0),
                        BadFile.csv(
                                        "gzip_line_bomb",
                                        "gzip of 10 MB that unpacks to 10 GB, one line",
                                        ROWS.gzipped().then(tenGigabytes("x".repeat(1024))))
                                .becomes(1_002, 1_000, "DECOMPRESSION_LIMIT 1", "RECORD_TOO_LARGE 1"),
                        BadFile.csv(
                                        "gzip_blank_bomb",
                                        "the same, blank lines",
                                        ROWS.gzipped().then(tenGigabytes("\n".repeat(1024))))
                                .becomes(1_001, 1_000, "DECOMPRESSION_LIMIT 1"),
                        BadFile.csv("zstd_bomb", "zstd that unpacks to 10 GB", out -> {
                                    ZstdOutputStream packed = new ZstdOutputStream(out);
                                    ROWS.then(Content.times(1024, "\n".repeat(1 << 20)))
                                            .write(packed);
                                    packed.flush();
                                    packed.close();
                                })
                                .named("bad.csv.zst")
                                .becomes(1_001, 1_000, "DECOMPRESSION_LIMIT 1"))
                .stream()
                .map(file -> file.file().equals("bad.csv") ? file.named("bad.csv.gz") : file)
                .toList();
    }

    private static Content tenGigabytes(String kilobyte) {
        return Content.times(1024, Content.times(10 * 1024, kilobyte).gzipped());
    }

    /** A row that does not compress, so that it alone is hit, whichever zlib packs it. */
    private static Content last() {
        return Content.text("2,c,"
                + new Random(1)
                        .ints(1_000, 'a', 'z')
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining())
                + "\n");
    }

    private static Content flipped() {
        return out -> {
            byte[] bytes = ROWS.gzipped().bytes();
            bytes[bytes.length - 8] ^= 1;
            out.write(bytes);
        };
    }
}
