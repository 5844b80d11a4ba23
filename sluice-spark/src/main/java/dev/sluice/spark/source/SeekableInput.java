package dev.sluice.spark.source;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;

/**
 * As {@link SourceInput}, for readers that go to and fro. A place behind the end, which only damaged content names, and a
 * checksum that differs are no failure of the storage.
 */
final class SeekableInput extends FSInputStream {
    private final FSDataInputStream in;
    private final String path;

    SeekableInput(FSDataInputStream in, String path) {
        this.in = in;
        this.path = path;
    }

    private IOException failed(IOException e) {
        if (e instanceof EOFException || e instanceof ChecksumException) {
            return e;
        }
        throw SourceInput.unreadable(path, e);
    }

    @Override
    public void seek(long position) throws IOException {
        try {
            in.seek(position);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public long getPos() throws IOException {
        return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) throws IOException {
        return in.seekToNewSource(position);
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        try {
            return in.read(target, from, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public int read(long position, byte[] target, int from, int length) throws IOException {
        try {
            return in.read(position, target, from, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
