package dev.sluice.spark.run;

import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.time.ZoneId;
import java.util.Map;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import scala.Option;

/**
 * The caller's Spark session with the settings that the one pass relies on. The caller's own session keeps its settings:
 * a clone shares the cluster, and has its own configuration.
 */
final class RunSession {
    private RunSession() {}

    static SparkSession of(SparkSession caller, Map<String, String> catalogSettings, ZoneId zone) {
        SparkSession session = ((org.apache.spark.sql.classic.SparkSession) caller).cloneSession();
        catalogSettings.forEach(session.conf()::set);
        session.conf().set("spark.sql.defaultCatalog", ProjectCatalog.NAME);
        session.conf()
                .set("spark.sql.catalog." + ProjectCatalog.NAME + ".default-namespace", TableName.DEFAULT_NAMESPACE);
        session.conf().set("spark.sql.session.timeZone", zone.getId());
        // An expression that fails must say so, so that it becomes a reason rather than a silent null.
        session.conf().set("spark.sql.ansi.enabled", "true");
        // Columns are matched exactly; the plan has suggested a near miss before.
        session.conf().set("spark.sql.caseSensitive", "true");
        // Past this size HotSpot interprets a method for ever; Spark then compiles each operator by itself, in pieces.
        session.conf().set("spark.sql.codegen.hugeMethodLimit", "8000");
        // One stage without a shuffle has nothing to adapt.
        session.conf().set("spark.sql.adaptive.enabled", "false");
        if (!caller.sparkContext().isLocal()) {
            // A stage that is run again may give sums and orders that differ, and its rows then go to other tasks: all
            // that
            // read from it begin anew. Nothing is lost, hence nothing run again, where all is one process.
            session.conf().set("spark.sql.shuffle.orderIndependentChecksum.enabled", "true");
            session.conf().set("spark.sql.shuffle.orderIndependentChecksum.enableFullRetryOnMismatch", "true");
        }
        // A query reads tables, never files that it names itself.
        session.conf().set("spark.sql.runSQLOnFiles", "false");
        // The catalog's URI may hold a secret, and Spark writes the session's settings into its event log.
        session.conf().set("spark.sql.redaction.options.regex", "(?i)url|uri");
        return session;
    }

    /** Closes the catalog that the session has opened to read tables, if it has. */
    static void close(SparkSession session) {
        CatalogManager catalogs = ((org.apache.spark.sql.classic.SparkSession) session)
                .sessionState()
                .catalogManager();
        // Only a catalog that is loaded is listed; to ask for one loads it.
        boolean loaded =
                catalogs.listCatalogs(Option.apply(ProjectCatalog.NAME)).nonEmpty();
        if (loaded
                && catalogs.catalog(ProjectCatalog.NAME) instanceof SparkCatalog catalog
                && catalog.icebergCatalog() instanceof JdbcCatalog opened) {
            opened.close();
        }
    }
}
