package dev.sluice.spark.source;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Object stores and HDFS. A file's version is its etag where the store gives one, else its modification time. */
final class HadoopFileStore implements FileStore {
    private final Configuration configuration;

    HadoopFileStore(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Optional<Entry> find(String path) throws IOException {
        try {
            return Optional.of(entry(fileSystem(path).getFileStatus(new Path(path))));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Entry> children(String folder) throws IOException {
        return Arrays.stream(fileSystem(folder).listStatus(new Path(folder)))
                .map(HadoopFileStore::entry)
                .toList();
    }

    @Override
    public InputStream open(String file) throws IOException {
        return fileSystem(file).open(new Path(file));
    }

    private FileSystem fileSystem(String path) throws IOException {
        try {
            return new Path(path).getFileSystem(configuration);
        } catch (UnsupportedFileSystemException e) {
            throw noFileSystem(path, e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof ClassNotFoundException) {
                throw noFileSystem(path, e);
            }
            throw e;
        }
    }

    private static SluiceException noFileSystem(String path, Exception cause) {
        return new SluiceException(
                ErrorCode.PATH_SCHEME,
                "Cannot read %s: the class path has no file system for '%s:'".formatted(path, PathGuard.scheme(path)),
                cause);
    }

    private static Entry entry(FileStatus status) {
        String name = status.getPath().getName();
        String path = status.getPath().toString();
        if (status.isDirectory()) {
            return new Entry(name, path, Kind.FOLDER, 0, "");
        }
        String etag = status instanceof EtagSource source ? source.getEtag() : null;
        String version = etag == null || etag.isEmpty() ? "mtime:" + status.getModificationTime() : "etag:" + etag;
        return new Entry(name, path, Kind.FILE, status.getLen(), version);
    }
}
