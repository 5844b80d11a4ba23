package dev.sluice.spark.source;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Where files lie: the view of a file system that listing needs. Paths are as in {@code SourceFile}. */
interface FileStore {
    /**
     * A file or folder.
     *
     * @param name as it stands in its folder, which a link's target need not share
     * @param path its full path, links resolved
     * @param size bytes; 0 for a folder
     * @param version as in {@code SourceFile}; empty for a folder
     */
    record Entry(String name, String path, Kind kind, long size, String version) {
        public Entry {
            requireNonNull(name, "name");
            requireNonNull(path, "path");
            requireNonNull(kind, "kind");
            requireNonNull(version, "version");
        }
    }

    /** What an entry is, with links followed. */
    enum Kind {
        FILE,
        FOLDER,
        /** A pipe, device or socket: reading it might never end. */
        SPECIAL
    }

    /** Empty if there is no such path. */
    Optional<Entry> find(String path) throws IOException;

    /** What lies in a folder, in any order; what vanished meanwhile, or is a link to nothing, is left out. */
    List<Entry> children(String folder) throws IOException;

    InputStream open(String file) throws IOException;
}
