package dev.sluice.cli.session;

import dev.sluice.core.spec.ProjectSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Makes the Spark session of a command. */
public final class SparkSessions {
    private static final String LOCAL = "local[*]";

    private SparkSessions() {}

    /**
     * Starts Spark.
     *
     * @param master as Spark writes it; empty for all cores of this machine. The project's own settings win over ours.
     */
    public static SparkSession open(ProjectSpec project, String command, String master) {
        String where = master.isEmpty() ? project.spark().getOrDefault("spark.master", LOCAL) : master;
        SparkSession.Builder builder = SparkSession.builder().appName("sluice " + command + " " + project.name());
        settings(where).forEach(builder::config);
        project.spark().forEach(builder::config);
        return builder.master(where).getOrCreate();
    }

    private static Map<String, String> settings(String master) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.ui.showConsoleProgress", "false");
        // Files added to a session must reach the tasks of SQL queries too.
        settings.put("spark.sql.artifact.isolation.enabled", "false");
        settings.put("spark.sql.shuffle.partitions", Integer.toString(2 * cores()));
        settings.put("spark.log.structuredLogging.enabled", "false");
        if (master.startsWith("local")) {
            settings.put("spark.driver.bindAddress", "127.0.0.1");
            settings.put("spark.driver.host", "127.0.0.1");
        }
        return settings;
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
