package dev.sluice.spark.catalog;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.AskedPromotion;
import dev.sluice.core.ledger.Promotion.RenamedTable;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.TableName;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.jspecify.annotations.Nullable;

/** The project's tables. Safe for use by many threads; many processes may have the same catalog open. */
public final class ProjectCatalog implements AutoCloseable {
    /** The catalog's name in Spark: {@code sluice.crm.customers}. */
    public static final String NAME = "sluice";

    private final JdbcCatalog catalog;
    private final String url;
    private final String warehouse;
    private final TableNames names;

    private ProjectCatalog(JdbcCatalog catalog, String url, String warehouse, TableNames names) {
        this.catalog = catalog;
        this.url = url;
        this.warehouse = warehouse;
        this.names = names;
    }

    /** With Hadoop's default configuration. */
    public static ProjectCatalog open(ProjectSpec project) {
        return open(project, new Configuration());
    }

    /**
     * Opens the catalog and makes its database tables where they are missing.
     *
     * @throws SluiceException {@code CATALOG_UNAVAILABLE}
     */
    public static ProjectCatalog open(ProjectSpec project, Configuration hadoop) {
        return open(new SluiceJdbcCatalog(), SingleSendPool::new, project, hadoop);
    }

    /** @param pools connections for what the catalog itself cannot do, by its settings */
    static ProjectCatalog open(
            JdbcCatalog catalog,
            Function<Map<String, String>, JdbcClientPool> pools,
            ProjectSpec project,
            Configuration hadoop) {
        CatalogSettings.makeFolder(project.catalogUrl());
        try {
            catalog.setConf(hadoop);
            Map<String, String> settings = CatalogSettings.of(project);
            catalog.initialize(NAME, settings);
            return new ProjectCatalog(
                    catalog,
                    project.catalogUrl(),
                    settings.getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, ""),
                    new TableNames(NAME, () -> pools.apply(settings)));
        } catch (RuntimeException e) {
            throw unavailable("Cannot open the catalog", project.catalogUrl(), e);
        }
    }

    /** The settings under which a Spark session knows these tables as {@value #NAME}; by full key. */
    public static Map<String, String> sparkSettings(ProjectSpec project) {
        String prefix = "spark.sql.catalog." + NAME;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
        settings.put(prefix + ".catalog-impl", SluiceJdbcCatalog.class.getName());
        // Tables change behind Spark's back, by our own commits: a cache would show queries the state before the run.
        settings.put(prefix + ".cache-enabled", "false");
        settings.put(prefix + "." + SluiceJdbcCatalog.READABLE, "true");
        CatalogSettings.of(project).forEach((key, value) -> settings.put(prefix + "." + key, value));
        return settings;
    }

    /** The table as it is now; empty if there is none. */
    public Optional<Table> find(TableName name) {
        try {
            return Optional.of(catalog.loadTable(identifier(name)));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw unavailable("Cannot read table " + name, url, e);
        }
    }

    /** Creates the table and, where missing, its namespace; or gives the one that another has made meanwhile. */
    public Table create(TableName name, Schema schema, PartitionSpec partition, Map<String, String> properties) {
        createNamespace(Namespace.of(name.namespace()));
        try {
            return catalog.createTable(identifier(name), schema, partition, location(name), properties);
        } catch (RuntimeException e) {
            // A lost answer looks like a failure although the table is there: what counts is whether it is.
            return find(name).orElseThrow(() -> unavailable("Cannot create table " + name, url, e));
        }
    }

    /** Null for the usual one. Two tables in one folder would take each other's files for files of nobody. */
    private @Nullable String location(TableName name) {
        try {
            return names.isLeft(name)
                    ? "%s/%s/%s-%s"
                            .formatted(
                                    warehouse.replaceFirst("/+$", ""),
                                    name.namespace(),
                                    name.name(),
                                    UUID.randomUUID().toString().substring(0, 8))
                    : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gives the tables of a promotion their other names, in their order, all of them or none: readers find all under the old
     * names or all under the new ones. Who has loaded one of them goes on to read it, and cannot commit to it.
     *
     * @return false, and nothing was done, if one of the same pipeline has come before whose number is as great
     * @throws SluiceException {@code CATALOG_UNAVAILABLE}: they may have their new names all the same, so look
     */
    public boolean rename(AskedPromotion asked) {
        return change(asked, asked.promotion().tables());
    }

    /** As if it had been renamed: from here on nobody renames its tables. */
    public boolean refuse(AskedPromotion asked) {
        return change(asked, List.of());
    }

    private boolean change(AskedPromotion asked, List<RenamedTable> tables) {
        try {
            return names.change(asked, tables);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("Cannot rename tables", url, new IllegalStateException(e));
        } catch (SQLException | RuntimeException e) {
            throw unavailable("Cannot rename tables", url, new IllegalStateException(e));
        }
    }

    /** The table as Spark can read it. */
    public static Table readable(Table table) {
        return ReadableTable.concerns(table) && table instanceof HasTableOperations own
                ? new ReadableTable(own.operations(), table.name())
                : table;
    }

    /** A table as Spark can read it, under a name that Spark takes it for. */
    public static Table readable(TableOperations operations, String name) {
        return readable(new BaseTable(operations, name));
    }

    private void createNamespace(Namespace namespace) {
        try {
            if (!catalog.namespaceExists(namespace)) {
                catalog.createNamespace(namespace);
            }
        } catch (AlreadyExistsException e) {
            // Another process was quicker.
        } catch (RuntimeException e) {
            if (!catalog.namespaceExists(namespace)) {
                throw unavailable("Cannot create namespace " + namespace, url, e);
            }
        }
    }

    static TableIdentifier identifier(TableName name) {
        return TableIdentifier.of(name.namespace(), name.name());
    }

    private static SluiceException unavailable(String what, String url, RuntimeException cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // A URL may hold a secret, and drivers repeat it in what they say.
        String address = url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
        String said = String.valueOf(root.getMessage());
        String message = "%s in %s: %s".formatted(what, address, said.replace(url, address));
        return said.contains(url) && !url.equals(address)
                ? new SluiceException(ErrorCode.CATALOG_UNAVAILABLE, message)
                : new SluiceException(ErrorCode.CATALOG_UNAVAILABLE, message, cause);
    }

    @Override
    public void close() {
        try {
            catalog.close();
        } catch (Exception e) {
            throw unavailable("Cannot close the catalog", url, new IllegalStateException(e));
        }
    }
}
