package dev.sluice.spark.delivery.folder;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A local folder. A lock, which the system takes from a process that dies, keeps other deliveries out. */
final class LocalFiles implements SinkFiles {
    private static final String LOCK = ".sluice.lock";
    private static final Duration WAIT = Duration.ofMinutes(10);
    private static final long POLL_MILLIS = 50;

    private final Path root;
    private final FileChannel lock;

    private LocalFiles(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static LocalFiles open(Path root) throws IOException, InterruptedException {
        Files.createDirectories(root);
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            long end = System.nanoTime() + WAIT.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() > end) {
                    throw new SluiceException(
                            ErrorCode.SINK_BUSY, "another delivery has had the folder for %s".formatted(WAIT));
                }
                Thread.sleep(POLL_MILLIS);
            }
            return new LocalFiles(root, channel);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // By another thread of this process.
            return null;
        }
    }

    @Override
    public String uri(String path) {
        return "file://" + root.resolve(path);
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(parent(file));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        syncFolder(parent(file));
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        String unfinished = "." + path + ".tmp";
        write(unfinished, content);
        Files.move(
                root.resolve(unfinished),
                root.resolve(path),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        syncFolder(root);
    }

    @Override
    public List<Sized> files(String folder) throws IOException {
        List<Sized> files = new ArrayList<>();
        for (String name : names(folder)) {
            Path file = root.resolve(folder).resolve(name);
            if (!name.startsWith(".") && !name.startsWith("_") && Files.isRegularFile(file)) {
                files.add(new Sized(name, Files.size(file)));
            }
        }
        return files;
    }

    @Override
    public List<String> names(String folder) throws IOException {
        Path path = root.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(path)) {
            return children.map(child -> String.valueOf(child.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void sync(String folder, List<Sized> files) throws IOException {
        for (Sized file : files) {
            try (FileChannel channel =
                    FileChannel.open(root.resolve(folder).resolve(file.name()), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        for (Path path = root.resolve(folder); path.startsWith(root); path = parent(path)) {
            syncFolder(path);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Path top = root.resolve(path);
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(top)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    @Override
    public boolean exclusive() {
        return true;
    }

    /** Closing the file gives the lock free. The file stays: who waits has opened it. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** A name is durable only when its folder is. */
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }
}
