package dev.sluice.spark.source.typed;

import com.github.luben.zstd.ZstdInputStream;
import dev.sluice.api.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.xerial.snappy.Snappy;

/** How the blocks of an Avro file are packed. */
enum AvroCodec {
    NULL,
    DEFLATE,
    SNAPPY,
    ZSTANDARD,
    BZIP2;

    /** What a block may unpack to. */
    static final int MAX_BYTES = 128 << 20;

    private static final int CHECKSUM = 4;

    static AvroCodec of(String name) throws FileFault {
        return Arrays.stream(values())
                .filter(codec -> codec.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> FileFault.corrupt("its codec '%s' is not known".formatted(name)));
    }

    byte[] unpack(byte[] packed) throws IOException {
        return switch (this) {
            case NULL -> packed;
            case DEFLATE -> deflate(packed);
            case SNAPPY -> snappy(packed);
            case ZSTANDARD -> all(new ZstdInputStream(new ByteArrayInputStream(packed)));
            case BZIP2 -> all(new BZip2CompressorInputStream(new ByteArrayInputStream(packed)));
        };
    }

    private static byte[] deflate(byte[] packed) throws IOException {
        Inflater raw = new Inflater(true);
        try {
            return all(new InflaterInputStream(new ByteArrayInputStream(packed), raw));
        } finally {
            raw.end();
        }
    }

    private static byte[] snappy(byte[] packed) throws IOException {
        int length = packed.length - CHECKSUM;
        if (length < 0) {
            throw FileFault.corrupt("a block is too short");
        }
        int unpacked = Snappy.uncompressedLength(packed, 0, length);
        if (unpacked < 0 || unpacked > MAX_BYTES) {
            throw tooLarge();
        }
        byte[] bytes = new byte[unpacked];
        Snappy.uncompress(packed, 0, length, bytes, 0);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        int stated = 0;
        for (int i = length; i < packed.length; i++) {
            stated = stated << 8 | packed[i] & 0xff;
        }
        if ((int) sum.getValue() != stated) {
            throw FileFault.corrupt("a block's checksum differs");
        }
        return bytes;
    }

    private static byte[] all(InputStream in) throws IOException {
        try (in) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[64 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (out.size() + read > MAX_BYTES) {
                    throw tooLarge();
                }
                out.write(buffer, 0, read);
            }
            return out.toByteArray();
        }
    }

    private static FileFault tooLarge() {
        return new FileFault(
                ReasonCode.DECOMPRESSION_LIMIT, "a block unpacks to more than %d bytes".formatted(MAX_BYTES));
    }
}
