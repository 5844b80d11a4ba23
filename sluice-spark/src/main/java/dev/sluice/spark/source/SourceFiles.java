package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.SourceStream;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/** Opens files through Hadoop. Travels to the tasks; safe for several threads. */
final class SourceFiles implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int HEAD_CAPACITY = 64 * 1024;
    private static final String MODIFIED = "mtime:";
    private static final String ETAG = "etag:";

    private final SerializableConfiguration configuration;
    private final StreamOptions options;
    private final PathGuard guard;

    SourceFiles(Configuration configuration, StreamOptions options, PathGuard guard) {
        this.configuration = new SerializableConfiguration(configuration);
        this.options = options;
        this.guard = guard;
    }

    /** A window at the file's beginning, behind a byte-order mark. */
    ByteWindow whole(FileSlice slice) throws IOException {
        return new ByteWindow(SourceStream.whole(open(slice, 0), slice.path(), options));
    }

    /** As {@link #whole}, for reading little. */
    ByteWindow head(FileSlice slice) throws IOException {
        return new ByteWindow(SourceStream.whole(open(slice, 0), slice.path(), options), HEAD_CAPACITY);
    }

    /** A window at an offset of a file that is not compressed. */
    ByteWindow from(FileSlice slice, long offset, TextEncoding encoding) {
        return new ByteWindow(SourceStream.from(open(slice, offset), offset, encoding));
    }

    /**
     * Asks once more whether the file is the one that was listed: what was read of it counts only if it is.
     *
     * @throws SluiceException {@code SOURCE_CHANGED} if it was altered or removed meanwhile
     */
    void checkUnchanged(FileSlice slice) {
        Path path = new Path(slice.path());
        try {
            checkUnchanged(slice, path.getFileSystem(configuration.value()).getFileStatus(path));
        } catch (IOException e) {
            throw SourceInput.unreadable(slice.path(), e);
        }
    }

    private InputStream open(FileSlice slice, long offset) {
        Path path = new Path(slice.path());
        FSDataInputStream in = null;
        try {
            FileSystem files = path.getFileSystem(configuration.value());
            FileStatus status = files.getFileStatus(path);
            guard.check(slice.path());
            checkUnchanged(slice, status);
            in = files.open(path);
            if (offset > 0) {
                in.seek(offset);
            }
            return new SourceInput(in, slice.path());
        } catch (IOException e) {
            closeQuietly(in, e);
            throw SourceInput.unreadable(slice.path(), e);
        }
    }

    private static void checkUnchanged(FileSlice slice, FileStatus status) {
        if (status.getLen() != slice.size() || !isVersion(slice.version(), status)) {
            throw new SluiceException(
                    ErrorCode.SOURCE_CHANGED,
                    "Cannot read %s: it was listed with %d bytes (%s) and has %d now (mtime:%d)"
                            .formatted(
                                    slice.path(),
                                    slice.size(),
                                    slice.version(),
                                    status.getLen(),
                                    status.getModificationTime()));
        }
    }

    /** A hash of the content is not computed again: of such a file only the size is known. */
    private static boolean isVersion(String version, FileStatus status) {
        if (version.startsWith(MODIFIED)) {
            return version.equals(MODIFIED + status.getModificationTime());
        }
        String etag = version.startsWith(ETAG) && status instanceof EtagSource source ? source.getEtag() : null;
        return etag == null || etag.isEmpty() || version.equals(ETAG + etag);
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable InputStream in, IOException cause) {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
