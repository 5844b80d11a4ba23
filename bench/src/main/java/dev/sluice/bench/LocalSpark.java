package dev.sluice.bench;

import org.apache.spark.sql.SparkSession;

/** Spark as all contestants get it: two cores of this machine. What is best for one of them, it sets in its own session. */
final class LocalSpark {
    static final int CORES = 2;

    private LocalSpark() {}

    static SparkSession start() {
        return SparkSession.builder()
                .master("local[" + CORES + "]")
                .appName("sluice-bench")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", Integer.toString(2 * CORES))
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.artifact.isolation.enabled", "false")
                .getOrCreate();
    }
}
