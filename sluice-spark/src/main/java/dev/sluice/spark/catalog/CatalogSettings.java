package dev.sluice.spark.catalog;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.ProjectSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;

/** The properties of the project's catalog, the same for Java and for Spark. */
final class CatalogSettings {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    private static final String SQLITE = "jdbc:sqlite:";

    private CatalogSettings() {}

    static Map<String, String> of(ProjectSpec project) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(CatalogProperties.URI, project.catalogUrl());
        settings.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse(project));
        if (LocalFileIO.isLocal(warehouse(project))) {
            settings.put(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName());
        }
        settings.put("jdbc.schema-version", "V1");
        if (project.catalogUrl().startsWith(SQLITE)) {
            settings.put("jdbc.journal_mode", "WAL");
            settings.put("jdbc.synchronous", "FULL");
            settings.put("jdbc.busy_timeout", "10000");
        }
        return settings;
    }

    /** A local folder becomes a file URI, so that it stays local where Hadoop's default file system is another. */
    private static String warehouse(ProjectSpec project) {
        String warehouse = project.warehouse();
        if (SCHEME.matcher(warehouse).matches()) {
            return warehouse;
        }
        return "file://" + project.folder().resolve(warehouse).toAbsolutePath().normalize();
    }

    /** SQLite makes its file but not the folder of it. */
    static void makeFolder(String catalogUrl) {
        if (!catalogUrl.startsWith(SQLITE)) {
            return;
        }
        String file = catalogUrl.substring(SQLITE.length()).replaceFirst("\\?.*", "");
        Path folder = Path.of(file.replaceFirst("^file:", "")).toAbsolutePath().getParent();
        if (folder == null || file.isEmpty() || file.startsWith(":")) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.CATALOG_UNAVAILABLE, "Cannot create the catalog's folder %s: %s".formatted(folder, e), e);
        }
    }
}
