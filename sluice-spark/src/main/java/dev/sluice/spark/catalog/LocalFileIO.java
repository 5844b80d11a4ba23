package dev.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files of a local warehouse through the JDK; all others through Hadoop. Hadoop starts a process ({@code chmod}) for each
 * local file that it writes and another for its checksum file, which is most of what a small commit costs.
 *
 * <p>Unlike Hadoop's, a file that has been closed survives a power cut: the catalog's database and the commit file do, and
 * must not name what is not there. Public with a constructor without parameters because Iceberg makes it, by name.
 */
public final class LocalFileIO extends HadoopFileIO {
    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "file:";

    @Override
    public InputFile newInputFile(String location) {
        return isLocal(location) ? new LocalInput(location) : super.newInputFile(location);
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return isLocal(location) ? new LocalInput(location) : super.newInputFile(location, length);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return isLocal(location) ? new LocalOutput(location) : super.newOutputFile(location);
    }

    /** A file that is not there counts as deleted. */
    @Override
    public void deleteFile(String location) {
        if (!isLocal(location)) {
            super.deleteFile(location);
            return;
        }
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + location, e);
        }
    }

    static boolean isLocal(String location) {
        return location.startsWith(SCHEME);
    }

    /** Locations are not percent-encoded, like Hadoop's. */
    private static Path path(String location) {
        return Path.of(location.substring(SCHEME.length()).replaceFirst("^/+", "/"));
    }

    /** Iceberg's own local file, under the name that the table's metadata know. */
    private record LocalInput(String location, InputFile file) implements InputFile {
        LocalInput(String location) {
            this(
                    location,
                    org.apache.iceberg.Files.localInput(new File(path(location).toString())));
        }

        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            return file.newStream();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }

    private record LocalOutput(String location) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            return open(StandardOpenOption.CREATE_NEW);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        }

        private PositionOutputStream open(StandardOpenOption... options) {
            Path path = path(location);
            StandardOpenOption[] all = Arrays.copyOf(options, options.length + 1);
            all[options.length] = StandardOpenOption.WRITE;
            try {
                Files.createDirectories(requireNonNull(path.getParent()));
                return new DurableFile(path, FileChannel.open(path, all));
            } catch (FileAlreadyExistsException e) {
                throw new AlreadyExistsException(e, "File already exists: %s", location);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot create " + location, e);
            }
        }

        @Override
        public InputFile toInputFile() {
            return new LocalInput(location);
        }
    }

    /** Buffered, since Parquet writes footers byte by byte; on the disk once it is closed. */
    private static final class DurableFile extends PositionOutputStream {
        private final Path path;
        private final FileChannel channel;
        private final OutputStream out;
        private long position;

        DurableFile(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
            out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (!channel.isOpen()) {
                return;
            }
            try (channel) {
                out.flush();
                channel.force(true);
            }
            // The name is durable only when the folder is.
            try (FileChannel folder = FileChannel.open(requireNonNull(path.getParent()), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
