package dev.sluice.core.pack;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where one version of a pack lies.
 *
 * @param version as the name of the folder or file says
 * @param root which symbolic links may not leave
 * @param path a folder, or a zip file
 * @param shown how messages call it
 */
public record PackPlace(PackName name, PackVersion version, Path root, Path path, String shown) {
    /** The file of each pack. */
    public static final String FILE = "pack.yaml";

    public PackPlace {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(root, "root");
        requireNonNull(path, "path");
        requireNonNull(shown, "shown");
    }

    /** How messages call a file of the pack. */
    public String shown(String file) {
        return shown + (isZip() ? "!/" : "/") + file;
    }

    /**
     * The content of a file that lies in the pack itself, not in a folder of it.
     *
     * @param limit how many bytes it may have
     * @throws IOException if it does not exist, is larger, or lies elsewhere
     */
    public byte[] read(String file, int limit) throws IOException {
        if (!path.toRealPath().startsWith(root.toRealPath())) {
            throw new IOException("it lies outside of " + root);
        }
        if (isZip()) {
            try (ZipFile zip = new ZipFile(path.toFile())) {
                ZipEntry entry = zip.getEntry(file);
                if (entry == null) {
                    throw new NoSuchFileException(file);
                }
                return bounded(zip.getInputStream(entry), file, limit);
            }
        }
        Path found = path.resolve(file).toRealPath();
        if (!found.startsWith(path.toRealPath())) {
            throw new IOException("it lies outside of " + path);
        }
        return bounded(Files.newInputStream(found), file, limit);
    }

    private boolean isZip() {
        return Files.isRegularFile(path);
    }

    private static byte[] bounded(InputStream stream, String file, int limit) throws IOException {
        try (InputStream in = stream) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new IOException("%s is larger than %d bytes".formatted(file, limit));
            }
            return content;
        }
    }
}
