package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.SourceStream;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextEncoding;
import dev.sluice.spark.source.text.ZipArchive;
import dev.sluice.spark.source.typed.TypedInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
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
    private static final int MAGIC_BYTES = 4;
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

    /** The file itself from its beginning on, or the files within it if it is an archive. */
    SourceParts parts(FileSlice slice) throws IOException {
        PushbackInputStream in = pushback(slice);
        return isArchive(in)
                ? new ArchiveParts(slice.path(), new ZipArchive(in, options, false))
                : new SinglePart(slice.path(), new ByteWindow(SourceStream.whole(in, slice.path(), options)));
    }

    /** A window at the beginning of the file, or of the first one in an archive, for reading little. */
    ByteWindow head(FileSlice slice) throws IOException {
        PushbackInputStream in = pushback(slice);
        SourceStream stream = isArchive(in)
                ? new ZipArchive(in, options, true).first()
                : SourceStream.whole(in, slice.path(), options);
        return new ByteWindow(stream, HEAD_CAPACITY);
    }

    private PushbackInputStream pushback(FileSlice slice) {
        return new PushbackInputStream(open(slice, 0), MAGIC_BYTES);
    }

    private static boolean isArchive(PushbackInputStream in) throws IOException {
        byte[] first = in.readNBytes(MAGIC_BYTES);
        in.unread(first);
        return ZipArchive.begins(first);
    }

    /** A window at an offset of a file that is not compressed. */
    ByteWindow from(FileSlice slice, long offset, TextEncoding encoding) {
        return new ByteWindow(SourceStream.from(open(slice, offset), offset, encoding));
    }

    /** A file of a typed format. */
    TypedInput typed(FileSlice slice) {
        return new TypedInput() {
            @Override
            public String path() {
                return slice.path();
            }

            @Override
            public long size() {
                return slice.size();
            }

            @Override
            public FSDataInputStream open() {
                return new FSDataInputStream(new SeekableInput(checked(slice), slice.path()));
            }

            @Override
            public Configuration configuration() {
                return configuration.value();
            }
        };
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
        FSDataInputStream in = checked(slice);
        try {
            if (offset > 0) {
                in.seek(offset);
            }
            return new SourceInput(in, slice.path());
        } catch (IOException e) {
            closeQuietly(in, e);
            throw SourceInput.unreadable(slice.path(), e);
        }
    }

    private FSDataInputStream checked(FileSlice slice) {
        Path path = new Path(slice.path());
        try {
            FileSystem files = path.getFileSystem(configuration.value());
            FileStatus status = files.getFileStatus(path);
            guard.check(slice.path());
            checkUnchanged(slice, status);
            return files.open(path);
        } catch (IOException e) {
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

    private static void closeQuietly(InputStream in, IOException cause) {
        try {
            in.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
