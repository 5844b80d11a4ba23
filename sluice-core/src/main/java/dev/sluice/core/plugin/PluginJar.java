package dev.sluice.core.plugin;

import static dev.sluice.api.ErrorCode.PLUGIN_JAR_DAMAGED;
import static java.util.Objects.requireNonNull;

import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A jar as it was read once: what was hashed is what is loaded, whatever becomes of the file.
 *
 * @param name of its file
 * @param sha256 of its content
 * @param version {@code Implementation-Version} of its manifest; {@code unversioned} without one
 * @param api the version of the API that it was made for, as its manifest says
 * @param content not copied; not to be changed
 */
public record PluginJar(String name, Sha256 sha256, String version, Optional<String> api, byte[] content) {
    public PluginJar {
        requireNonNull(name, "name");
        requireNonNull(sha256, "sha256");
        requireNonNull(version, "version");
        requireNonNull(api, "api");
        requireNonNull(content, "content");
    }

    /**
     * Reads the file, and every entry in it.
     *
     * @throws SluiceException {@code PLUGIN_JAR_DAMAGED} if it cannot be read, or is no whole jar
     */
    static PluginJar read(Path file) {
        String name = String.valueOf(file.getFileName());
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            byte[] content = Files.readAllBytes(file);
            for (JarEntry entry : Collections.list(jar.entries())) {
                check(jar, entry);
            }
            Manifest manifest = Optional.ofNullable(jar.getManifest()).orElseGet(Manifest::new);
            return new PluginJar(
                    name,
                    Sha256.of(content),
                    attribute(manifest, Attributes.Name.IMPLEMENTATION_VERSION.toString())
                            .orElse("unversioned"),
                    attribute(manifest, PluginFolder.API_VERSION),
                    content);
        } catch (IOException | IllegalArgumentException e) {
            throw new SluiceException(
                    PLUGIN_JAR_DAMAGED, "Cannot read the plug-in jar %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /**
     * As {@link #read}, of a jar that came from elsewhere than a file of its own.
     *
     * @throws SluiceException {@code PLUGIN_JAR_DAMAGED} if it is no whole jar
     */
    public static PluginJar of(String name, byte[] content) {
        try {
            Path folder = Files.createTempDirectory("sluice-jar-");
            Path file = Files.write(folder.resolve(name), content);
            try {
                return read(file);
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new SluiceException(
                    PLUGIN_JAR_DAMAGED, "Cannot make a copy of the plug-in jar %s: %s".formatted(name, e), e);
        }
    }

    /** The JDK compares checksums of signed jars only. */
    private static void check(JarFile jar, JarEntry entry) throws IOException {
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), checksum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (entry.getCrc() != -1 && entry.getCrc() != checksum.getValue()) {
            throw new ZipException("the checksum of %s differs".formatted(entry.getName()));
        }
    }

    private static Optional<String> attribute(Manifest manifest, String key) {
        return Optional.ofNullable(manifest.getMainAttributes().getValue(key)).map(String::strip);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PluginJar jar && sha256.equals(jar.sha256) && name.equals(jar.name);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
