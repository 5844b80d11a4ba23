package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;

/**
 * Where commit files live: a local folder, or a URI of any file system that Hadoop knows. Once {@link #write} returns, the
 * file survives a power cut. Safe for use by many threads.
 */
public final class CommitFolder {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

    private final String folder;
    private final Configuration hadoop;

    /** @param folder a local path or a URI; made when first needed */
    public CommitFolder(String folder, Configuration hadoop) {
        this.folder = requireNonNull(folder, "folder").replaceFirst("/+$", "");
        this.hadoop = requireNonNull(hadoop, "hadoop");
    }

    /** Writes the file and gives its path or URI, by which {@link #read} finds it. */
    String write(String runId, byte[] content) {
        String path = folder + "/" + runId + ".jsonl.gz";
        try {
            if (isLocal(path)) {
                writeLocal(Path.of(path), content);
            } else {
                writeRemote(new org.apache.hadoop.fs.Path(path), content);
            }
            return path;
        } catch (IOException e) {
            boolean full = String.valueOf(e.getMessage()).contains("No space left");
            throw new SluiceException(
                    full ? ErrorCode.STORAGE_FULL : ErrorCode.COMMIT_FAILED,
                    "Cannot write commit file %s: %s".formatted(path, e.getMessage()),
                    e);
        }
    }

    byte[] read(String path) {
        try {
            if (isLocal(path)) {
                return Files.readAllBytes(Path.of(path));
            }
            org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(path);
            try (FSDataInputStream in = remote.getFileSystem(hadoop).open(remote)) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            boolean gone = e instanceof NoSuchFileException || e instanceof FileNotFoundException;
            throw new SluiceException(
                    gone ? ErrorCode.COMMIT_FILE_UNREADABLE : ErrorCode.COMMIT_FAILED,
                    "Cannot read commit file %s: %s".formatted(path, e),
                    e);
        }
    }

    private static boolean isLocal(String path) {
        return !SCHEME.matcher(path).matches();
    }

    private static void writeLocal(Path path, byte[] content) throws IOException {
        Path folder = requireNonNull(path.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        Path unfinished = folder.resolve(path.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The name is durable only when the folder is.
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** An object store shows an object only when it is whole. */
    private void writeRemote(org.apache.hadoop.fs.Path path, byte[] content) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        try (FSDataOutputStream out = files.create(path, true)) {
            out.write(content);
            if (out.hasCapability("hsync")) {
                out.hsync();
            }
        }
    }
}
