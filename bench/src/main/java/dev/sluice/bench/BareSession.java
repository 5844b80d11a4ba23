package dev.sluice.bench;

import org.apache.spark.sql.SparkSession;

/** The least that any program with Spark does: a session and one trivial job. */
final class BareSession {
    private BareSession() {}

    public static void main(String[] arguments) {
        SparkSession spark = LocalSpark.start();
        spark.range(1000).selectExpr("sum(id)").collectAsList();
        spark.stop();
    }
}
