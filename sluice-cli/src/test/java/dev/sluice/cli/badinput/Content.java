package dev.sluice.cli.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes the bytes of a bad file; large ones without holding them. */
interface Content {
    void write(OutputStream out) throws IOException;

    default void writeTo(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            write(out);
        }
    }

    default byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out);
        return out.toByteArray();
    }

    default Content then(Content next) {
        return out -> {
            write(out);
            next.write(out);
        };
    }

    default Content then(String next) {
        return then(text(next));
    }

    /** The same bytes as a gzip member. */
    default Content gzipped() {
        return out -> {
            GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
            write(packed);
            packed.finish();
        };
    }

    /** Without its last bytes. */
    default Content cut(int bytes) {
        return out -> {
            byte[] whole = bytes();
            out.write(whole, 0, whole.length - bytes);
        };
    }

    static Content text(String text) {
        return bytes(text.getBytes(UTF_8));
    }

    static Content bytes(byte[] bytes) {
        return out -> out.write(bytes);
    }

    /** A text so many times. */
    static Content times(long times, String text) {
        return times(times, text(text));
    }

    /** A content so many times; made once, so of moderate size. */
    static Content times(long times, Content content) {
        return out -> {
            byte[] bytes = content.bytes();
            for (long i = 0; i < times; i++) {
                out.write(bytes);
            }
        };
    }
}
