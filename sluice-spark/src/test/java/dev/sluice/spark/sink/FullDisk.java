package dev.sluice.spark.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** Local files under the scheme {@code full}, on a disk that has {@link #FREE} bytes left. */
public final class FullDisk extends RawLocalFileSystem {
    static final AtomicLong FREE = new AtomicLong(Long.MAX_VALUE);

    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set("fs.full.impl", FullDisk.class.getName());
        return configuration;
    }

    @Override
    public URI getUri() {
        return URI.create("full:///");
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long block, Progressable progress)
            throws IOException {
        FSDataOutputStream real = super.create(path, overwrite, buffer, replication, block, progress);
        OutputStream limited = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (FREE.addAndGet(-length) < 0) {
                    throw new IOException("No space left on device");
                }
                real.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                real.flush();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
        return new FSDataOutputStream(limited, null);
    }
}
