package dev.sluice.spark.sink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** Names this thread's Spark jobs, so that they can be told and cancelled; the caller's own name comes back in the end. */
public final class JobGroup implements AutoCloseable {
    /** What {@link SparkContext#setJobGroup} sets. */
    private static final List<String> PROPERTIES =
            List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

    private final SparkContext spark;
    private final Map<String, @Nullable String> before = new HashMap<>();

    private JobGroup(SparkContext spark) {
        this.spark = spark;
        PROPERTIES.forEach(property -> before.put(property, spark.getLocalProperty(property)));
    }

    /**
     * Names the jobs that this thread starts until it is closed.
     *
     * @param id by which they are cancelled
     */
    public static JobGroup enter(SparkContext spark, String id, String description) {
        JobGroup group = new JobGroup(spark);
        spark.setJobGroup(id, description, true);
        return group;
    }

    @Override
    public void close() {
        before.forEach(spark::setLocalProperty);
    }
}
