package dev.sluice.spark.delivery.folder;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** A folder of HDFS or an object store. Nothing keeps other deliveries out. */
final class HadoopFiles implements SinkFiles {
    /** Stores that show an object only when it is whole, and have no renaming: writing it anew is the atomic step. */
    private static final Set<String> STORES = Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn", "obs", "wasb", "wasbs");

    /** File systems whose renaming replaces a file in one step; of others, readers could find none. */
    private static final Set<String> RENAMING = Set.of("hdfs");

    /** What is behind it may be anything. */
    private static final String MOUNTED = "viewfs";

    private final String root;
    private final Configuration hadoop;
    private final FileSystem system;
    private final boolean store;

    /** @param store whether it is an object store */
    private HadoopFiles(String root, Configuration hadoop, FileSystem system, boolean store) {
        this.root = root;
        this.hadoop = hadoop;
        this.system = system;
        this.store = store;
    }

    static HadoopFiles open(String root, Configuration hadoop) throws IOException {
        Path path = new Path(root);
        String scheme = scheme(path.toUri());
        if (scheme.equals(MOUNTED)) {
            scheme = scheme(behind(path, path.getFileSystem(hadoop)));
        }
        if (!STORES.contains(scheme) && !RENAMING.contains(scheme)) {
            throw new SluiceException(
                    ErrorCode.SINK_INVALID,
                    "readers of a folder in '%s://' could find no state while one is replaced; a local folder will do, or one of %s"
                            .formatted(
                                    scheme,
                                    Stream.concat(STORES.stream(), RENAMING.stream())
                                            .sorted()
                                            .toList()));
        }
        return new HadoopFiles(root, hadoop, path.getFileSystem(hadoop), STORES.contains(scheme));
    }

    /** Where a mount leads; the folder itself may not be there yet. */
    private static URI behind(Path path, FileSystem mounts) throws IOException {
        for (Path known = path; known != null; known = known.getParent()) {
            try {
                return mounts.resolvePath(known).toUri();
            } catch (FileNotFoundException e) {
                // One above it may be there.
            }
        }
        return path.toUri();
    }

    private static String scheme(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }

    @Override
    public String uri(String path) {
        return root + "/" + path;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try (FSDataInputStream in = system.open(new Path(uri(path)))) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        try (FSDataOutputStream out = system.create(new Path(uri(path)), true)) {
            out.write(content);
            if (out.hasCapability("hsync")) {
                out.hsync();
            }
        }
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        if (store) {
            write(path, content);
            return;
        }
        // Each delivery has its own: nothing keeps others from writing at the same time.
        String unfinished = ".%s.%s.tmp".formatted(path, UUID.randomUUID());
        write(unfinished, content);
        // FileSystem.rename would refuse to replace a file.
        FileContext.getFileContext(URI.create(root), hadoop)
                .rename(new Path(uri(unfinished)), new Path(uri(path)), Options.Rename.OVERWRITE);
    }

    @Override
    public List<Sized> files(String folder) throws IOException {
        List<Sized> files = new ArrayList<>();
        for (FileStatus status : list(folder)) {
            String name = status.getPath().getName();
            if (status.isFile() && !name.startsWith(".") && !name.startsWith("_")) {
                files.add(new Sized(name, status.getLen()));
            }
        }
        files.sort(Comparator.comparing(Sized::name));
        return files;
    }

    @Override
    public List<String> names(String folder) throws IOException {
        return Stream.of(list(folder))
                .map(status -> status.getPath().getName())
                .sorted()
                .toList();
    }

    private FileStatus[] list(String folder) throws IOException {
        try {
            return system.listStatus(new Path(uri(folder)));
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    /** What has been closed is as durable as the file system makes it. */
    @Override
    public void sync(String folder, List<Sized> files) {}

    @Override
    public void delete(String path) throws IOException {
        boolean ignored = system.delete(new Path(uri(path)), true);
    }

    @Override
    public boolean exclusive() {
        return false;
    }

    /** Hadoop shares file systems, and closes them itself. */
    @Override
    public void close() {}
}
