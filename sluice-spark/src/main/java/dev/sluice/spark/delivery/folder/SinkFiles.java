package dev.sluice.spark.delivery.folder;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The files of one folder, by paths from there on. */
interface SinkFiles extends AutoCloseable {
    /** A file and its bytes. */
    record Sized(String name, long bytes) {}

    /** By which Spark finds it. */
    String uri(String path);

    /** Empty if there is none. */
    Optional<byte[]> read(String path) throws IOException;

    /** Writes a new file, which is durable then. */
    void write(String path, byte[] content) throws IOException;

    /** Writes a file anew: whoever reads it meanwhile gets the old content or the new one, and so after a crash. */
    void replace(String path, byte[] content) throws IOException;

    /** The files in a folder, without hidden ones, sorted; none if there is no such folder. */
    List<Sized> files(String folder) throws IOException;

    /** The names of all that is in a folder; none if there is no such folder. */
    List<String> names(String folder) throws IOException;

    /** Makes durable what others have written there. */
    void sync(String folder, List<Sized> files) throws IOException;

    /** With all that is in it; does nothing if it is not there. */
    void delete(String path) throws IOException;

    /** Whether other deliveries are kept out while this is open; else what is there may be at work still. */
    boolean exclusive();

    @Override
    void close() throws IOException;
}
