package dev.sluice.spark.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Local files under {@code s3://bucket}, each of which is there once it is whole, as in an object store. */
public final class StoreLikeFiles extends RawLocalFileSystem {
    /** The names of files that were renamed, which stores do by copying. */
    static final List<String> RENAMED = new CopyOnWriteArrayList<>();

    private static final URI NAME = URI.create("s3://bucket");

    @Override
    public URI getUri() {
        return NAME;
    }

    @Override
    public String getScheme() {
        return "s3";
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long block, Progressable progress)
            throws IOException {
        if (!overwrite && exists(path)) {
            throw new IOException(path + " is there");
        }
        java.nio.file.Path file = pathToFile(path).toPath();
        return new FSDataOutputStream(
                new ByteArrayOutputStream() {
                    @Override
                    public void close() throws IOException {
                        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
                        java.nio.file.Path whole = Files.write(Files.createTempFile("put", ""), toByteArray());
                        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                    }
                },
                null);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        return create(path, overwrite, buffer, replication, block, progress);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        RENAMED.add(to.getName());
        return super.rename(from, to);
    }
}
