package dev.sluice.cli.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Avro, Parquet and ORC files that are bad; and good ones, for the figures. */
final class BadTypedFiles {
    private static final int ROWS = 4 * TypedSamples.BLOCK;

    private BadTypedFiles() {}

    static List<BadFile> all() {
        List<BadFile> files = new ArrayList<>();
        for (String format : List.of("avro", "parquet", "orc")) {
            files.addAll(ofEach(format));
        }
        files.addAll(ofAvro());
        files.addAll(ofParquet());
        return files;
    }

    private static List<BadFile> ofEach(String format) {
        Content good = TypedSamples.rows(format, 1, ROWS);
        boolean avro = format.equals("avro");
        return List.of(
                BadFile.typed(format, "good", "good", good).becomes(ROWS, ROWS),
                BadFile.typed(format, "no_bytes", "0 bytes", Content.text("")).becomes(1, 0, "TRUNCATED_FILE 1"),
                BadFile.typed(format, "text", "text under that name", Content.times(100, "id,name\n"))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                BadFile.typed(format, "garbage", "garbage with valid magic", garbage(good, format))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                avro
                        ? BadFile.typed(format, "cut", "cut within the last block", good.cut(40))
                                .becomes(ROWS - 249, ROWS - 250, "TRUNCATED_FILE 1")
                        : BadFile.typed(format, "cut", "cut within the footer", good.cut(40))
                                .becomes(1, 0, format.equals("orc") ? "CORRUPT_FILE 1" : "TRUNCATED_FILE 1"),
                BadFile.typed(
                                format,
                                "texts",
                                "ids are texts, beside a file whose ids are numbers",
                                TypedSamples.texts(format, 1, 3))
                        .becomes(3, 3),
                BadFile.typed(format, "no_id", "lacks a required column", TypedSamples.withoutId(format, 3))
                        .becomes(3, 0, "HEADER_MISMATCH 3"));
    }

    private static List<BadFile> ofAvro() {
        return List.of(
                BadFile.typed("avro", "no_marker", "a block's end is overwritten", noMarker())
                        .becomes(501, 500, "CORRUPT_FILE 1"),
                BadFile.typed(
                                "avro",
                                "long_text",
                                "a text that claims 2 GB",
                                TypedSamples.avroBlock("null", 1, 6, new byte[] {2, -2, -1, -1, -1, 15}))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                BadFile.typed(
                                "avro",
                                "many",
                                "a block that claims 2^60 records",
                                TypedSamples.avroBlock("null", 1L << 60, 4, new byte[] {2, 2, 'a', 0}))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                BadFile.typed(
                                "avro",
                                "large",
                                "a block that claims 2^40 bytes",
                                TypedSamples.avroBlock("null", 1, 1L << 40, new byte[] {2, 2, 'a'}))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                BadFile.typed("avro", "bomb", "a block that unpacks to 1 GB", bomb())
                        .becomes(1, 0, "DECOMPRESSION_LIMIT 1"),
                BadFile.typed("avro", "deep", "a schema of 100,000 × `[`", out -> {
                            out.write(new byte[] {'O', 'b', 'j', 1, 2, 22});
                            out.write("avro.schema".getBytes(UTF_8));
                            // 100,000 as a zigzag varint.
                            out.write(new byte[] {(byte) 0xc0, (byte) 0x9a, 0x0c});
                            out.write("[".repeat(100_000).getBytes(UTF_8));
                            out.write(0);
                            out.write(TypedSamples.MARKER);
                        })
                        .becomes(1, 0, "CORRUPT_FILE 1"));
    }

    private static List<BadFile> ofParquet() {
        return List.of(
                BadFile.typed("parquet", "footer", "a footer that claims 2 GB", out -> {
                            byte[] bytes = TypedSamples.rows("parquet", 1, ROWS).bytes();
                            Arrays.fill(bytes, bytes.length - 8, bytes.length - 5, (byte) 0xff);
                            bytes[bytes.length - 5] = 0x7f;
                            out.write(bytes);
                        })
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                BadFile.typed("parquet", "page", "the first pages are overwritten", out -> {
                            byte[] bytes = TypedSamples.rows("parquet", 1, ROWS).bytes();
                            Arrays.fill(bytes, 4, 40, (byte) 0xff);
                            out.write(bytes);
                        })
                        .becomes(751, 750, "CORRUPT_FILE 1"));
    }

    /** The first and last bytes are those of a good file. */
    private static Content garbage(Content good, String format) {
        return out -> {
            byte[] bytes = good.bytes();
            // Parquet's magic is at both ends, ORC's at its end, Avro's at the beginning.
            Arrays.fill(bytes, 8, bytes.length - (format.equals("orc") ? 30 : 8), (byte) 0x5a);
            if (format.equals("orc")) {
                Arrays.fill(bytes, bytes.length - 30, bytes.length - 5, (byte) 0xff);
            }
            out.write(bytes);
        };
    }

    /** The marker behind the second block is damaged: the block is not believed, and the next one goes with it. */
    private static Content noMarker() {
        return out -> {
            byte[] bytes = TypedSamples.rows("avro", 1, ROWS).bytes();
            int seen = 0;
            for (int i = 0; i + 16 <= bytes.length; i++) {
                if (Arrays.equals(bytes, i, i + 16, TypedSamples.MARKER, 0, 16) && ++seen == 3) {
                    bytes[i] = '!';
                }
            }
            out.write(bytes);
        };
    }

    private static Content bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, true))) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                out.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TypedSamples.avroBlock("deflate", 1 << 19, packed.size(), packed.toByteArray());
    }
}
