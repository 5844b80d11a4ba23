package dev.sluice.cli.badinput;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip archives that are bad. */
final class BadZipFiles {
    private static final Content ROWS = Content.text("id,name,note\n").then(Content.times(1_000, "1,a,b\n"));

    private BadZipFiles() {}

    static List<BadFile> all() {
        return List.of(
                zip(
                                "zip_good",
                                "two files and a folder",
                                zipped("a/", "").and("a/x.csv", ROWS).and("b.csv", ROWS))
                        .becomes(2_000, 2_000),
                zip(
                                "zip_header",
                                "a file whose header lacks a required column",
                                zipped("a.csv", "name\nx\n").and("b.csv", ROWS))
                        .becomes(1_001, 1_000, "HEADER_MISMATCH 1"),
                zip(
                                "zip_outside",
                                "a file `../../x.csv`, one `/x.csv`",
                                zipped("../../x.csv", ROWS).and("/x.csv", ROWS).and("b.csv", ROWS))
                        .becomes(1_002, 1_000, "UNSAFE_ENTRY 2"),
                zip(
                                "zip_nested",
                                "an archive in an archive",
                                zipped("x.zip", zipped("a.csv", ROWS)).and("b.csv", ROWS))
                        .becomes(1_001, 1_000, "NESTED_ARCHIVE 1"),
                zip("zip_encrypted", "an encrypted file", changed(6, 1)).becomes(1, 0, "ENCRYPTED_ENTRY 1"),
                zip("zip_method", "a file packed by an unknown method", changed(8, 99 ^ 8))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                zip(
                                "zip_cut",
                                "an archive cut within its second file",
                                zipped("a.csv", ROWS).and("b.csv", ROWS).cut(200))
                        .becomes(1_001, 1_000, "TRUNCATED_FILE 1"),
                zip("zip_flipped", "a file with a wrong checksum", flipped()).becomes(2_001, 2_000, "CORRUPT_FILE 1"),
                zip("zip_text", "text named `.zip`", ROWS).becomes(1, 0, "CORRUPT_FILE 1"),
                zip("zip_empty", "an archive without files", zipped()).becomes(0, 0),
                zip("zip_no_bytes", "0 bytes named `.zip`", Content.text("")).becomes(0, 0),
                zip(
                                "zip_bomb",
                                "an archive that unpacks to 1 GB",
                                zipped("a.csv", ROWS).and("b.csv", Content.times(1024, "\n".repeat(1 << 20))))
                        .becomes(1_001, 1_000, "DECOMPRESSION_LIMIT 1"));
    }

    private static BadFile zip(String pipeline, String input, Content content) {
        return BadFile.csv(pipeline, input, content).named("bad.zip");
    }

    /** An archive's files, written as it goes. */
    private record Zip(List<String> names, List<Content> contents) implements Content {
        Zip and(String name, Content content) {
            return new Zip(
                    Stream.concat(names.stream(), Stream.of(name)).toList(),
                    Stream.concat(contents.stream(), Stream.of(content)).toList());
        }

        @Override
        public void write(OutputStream out) throws IOException {
            ZipOutputStream packed = new ZipOutputStream(out);
            for (int i = 0; i < names.size(); i++) {
                packed.putNextEntry(new ZipEntry(names.get(i)));
                contents.get(i).write(new FilterOutputStream(packed) {
                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        packed.write(bytes, from, length);
                    }

                    @Override
                    public void close() {
                        // The archive goes on.
                    }
                });
                packed.closeEntry();
            }
            packed.finish();
        }
    }

    private static Zip zipped() {
        return new Zip(List.of(), List.of());
    }

    private static Zip zipped(String name, Content content) {
        return zipped().and(name, content);
    }

    private static Zip zipped(String name, String content) {
        return zipped(name, Content.text(content));
    }

    /** One file whose header has some bits changed. */
    private static Content changed(int at, int bits) {
        return out -> {
            byte[] bytes = zipped("a.csv", ROWS).bytes();
            bytes[at] ^= (byte) bits;
            out.write(bytes);
        };
    }

    /** Two files, the first one with a checksum that differs: it stands behind the file, after its signature. */
    private static Content flipped() {
        return out -> {
            byte[] bytes = zipped("a.csv", ROWS).and("b.csv", ROWS).bytes();
            int at = 0;
            while (bytes[at] != 'P' || bytes[at + 1] != 'K' || bytes[at + 2] != 7) {
                at++;
            }
            bytes[at + 4] ^= 1;
            out.write(bytes);
        };
    }
}
