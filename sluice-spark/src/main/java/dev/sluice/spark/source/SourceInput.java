package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/**
 * A file's bytes as stored. What the storage fails to give is an error of the run, not to be taken for damage of the
 * content, which decompression reports with the same exception class.
 */
final class SourceInput extends FilterInputStream {
    private final String path;

    SourceInput(InputStream in, String path) {
        super(in);
        this.path = path;
    }

    static SluiceException unreadable(String path, IOException cause) {
        return cause instanceof FileNotFoundException || cause instanceof NoSuchFileException
                ? new SluiceException(
                        ErrorCode.SOURCE_CHANGED,
                        "Cannot read %s: it is gone since it was listed".formatted(path),
                        cause)
                : new SluiceException(
                        ErrorCode.PATH_UNREADABLE, "Cannot read %s: %s".formatted(path, cause.getMessage()), cause);
    }

    @Override
    public int read() {
        try {
            return super.read();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public int read(byte[] target, int from, int length) {
        try {
            return super.read(target, from, length);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
