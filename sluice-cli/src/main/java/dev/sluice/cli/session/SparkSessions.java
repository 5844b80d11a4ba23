package dev.sluice.cli.session;

import dev.sluice.core.config.Project;
import dev.sluice.core.config.Secrets;
import dev.sluice.core.spec.ProjectSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Makes the Spark session of a command. */
public final class SparkSessions {
    private static final String LOCAL = "local[*]";

    private SparkSessions() {}

    /**
     * Starts Spark. The project's own settings win over ours.
     *
     * @param command its word, for Spark's name of the application
     * @param master as Spark writes it; empty for that of the project, else all cores of this machine
     */
    public static SparkSession open(Project project, String command, String master) {
        ProjectSpec spec = project.spec();
        Secrets secrets = project.secrets();
        String where = master.isEmpty() ? spec.spark().getOrDefault("spark.master", LOCAL) : master;
        Map<String, String> settings = settings(where);
        spec.spark().forEach((key, value) -> settings.put(key, secrets.resolve(value)));
        SparkSession.Builder builder = SparkSession.builder().appName("sluice " + command + " " + spec.name());
        settings.forEach(builder::config);
        return builder.master(where).getOrCreate();
    }

    private static Map<String, String> settings(String master) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.ui.showConsoleProgress", "false");
        // Files added to a session must reach the tasks of SQL queries too.
        settings.put("spark.sql.artifact.isolation.enabled", "false");
        settings.put("spark.sql.shuffle.partitions", Integer.toString(2 * cores()));
        // Pipelines that run side by side share the cores evenly, each in a pool of its own.
        settings.put("spark.scheduler.mode", "FAIR");
        settings.put("spark.sql.datetime.java8API.enabled", "true");
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
