package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions that a bug report needs. */
public final class Version implements IVersionProvider {
    private static final String RESOURCE = "version.properties";

    @Override
    public String[] getVersion() {
        Properties versions = versions();
        return new String[] {
            "sluice " + versions.getProperty("sluice"),
            "Spark " + versions.getProperty("spark") + ", Iceberg " + versions.getProperty("iceberg"),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
        };
    }

    /** As in {@code 0.1.0}. */
    public static String ofSluice() {
        return versions().getProperty("sluice");
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
        return versions;
    }
}
