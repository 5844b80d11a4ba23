package dev.sluice.spark.source.typed;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/** A file to be read. */
public interface TypedInput {
    /** The file's full URI. */
    String path();

    /** As listed, in bytes. */
    long size();

    /**
     * The file's bytes. What the storage fails to give is a {@link dev.sluice.api.SluiceException}, so that any other
     * exception tells of the content.
     */
    FSDataInputStream open() throws IOException;

    Configuration configuration();
}
