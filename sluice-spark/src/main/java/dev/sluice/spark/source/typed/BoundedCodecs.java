package dev.sluice.spark.source.typed;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Parquet's codecs, which believe no page that claims to unpack to more than the limit: they allocate what it claims. */
final class BoundedCodecs implements CompressionCodecFactory {
    static final int MAX_PAGE_BYTES = 256 << 20;

    private final CodecFactory codecs;

    BoundedCodecs(Configuration configuration) {
        codecs = new CodecFactory(configuration, 0);
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return codecs.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        BytesInputDecompressor inner = codecs.getDecompressor(codec);
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
                check(decompressedSize);
                return inner.decompress(bytes, decompressedSize);
            }

            @Override
            public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
                    throws IOException {
                check(decompressedSize);
                inner.decompress(input, compressedSize, output, decompressedSize);
            }

            @Override
            public void release() {
                inner.release();
            }
        };
    }

    @Override
    public void release() {
        codecs.release();
    }

    private static void check(int bytes) throws FileFault {
        if (bytes < 0 || bytes > MAX_PAGE_BYTES) {
            throw FileFault.corrupt(
                    "a page claims %d bytes, more than %d are not read".formatted(bytes, MAX_PAGE_BYTES));
        }
    }
}
