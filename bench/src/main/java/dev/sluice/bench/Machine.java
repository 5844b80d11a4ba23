package dev.sluice.bench;

import java.util.Locale;

/** What the figures depend on besides the code. */
final class Machine {
    private Machine() {}

    static String facts() {
        return String.format(
                Locale.ROOT,
                "%d of %d cores, heap %.1f GiB, JDK %s, Spark %s, Iceberg %s",
                LocalSpark.CORES,
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / (double) (1 << 30),
                Runtime.version(),
                org.apache.spark.package$.MODULE$.SPARK_VERSION(),
                org.apache.iceberg.IcebergBuild.version());
    }
}
