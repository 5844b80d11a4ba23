package dev.sluice.spark.source.typed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;

/** One file as a file system, for a reader that opens files by itself: whatever it opens is that file. */
final class InputFileSystem extends FilterFileSystem {
    private final TypedInput input;

    InputFileSystem(TypedInput input) {
        super(of(input));
        this.input = input;
    }

    private static FileSystem of(TypedInput input) {
        try {
            return FileSystem.get(URI.create(new Path(input.path()).toUri().toString()), input.configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
        return input.open();
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return input.open();
    }

    @Override
    public FileStatus getFileStatus(Path path) {
        return new FileStatus(input.size(), false, 1, input.size(), 0, path);
    }

    /** The file system is shared with others. */
    @Override
    public void close() {}
}
