package dev.sluice.spark.sink;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The sink as Spark finds it, by class name. Spark passes nothing but strings to a sink, so a job's batch waits here under
 * an id for the moment at which Spark asks for it. Public with a constructor without parameters because Spark makes it.
 */
public final class TwoTableSink implements TableProvider {
    private static final String JOB = "sluice.job";
    private static final Map<String, TwoTableBatch> JOBS = new ConcurrentHashMap<>();

    /** Makes the batch known to Spark until {@link #close}. */
    static final class Job implements AutoCloseable {
        private final String id = UUID.randomUUID().toString();

        Job(TwoTableBatch batch) {
            JOBS.put(id, batch);
        }

        Map<String, String> options() {
            return Map.of(JOB, id);
        }

        @Override
        public void close() {
            JOBS.remove(id);
        }
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return new StructType();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        TwoTableBatch batch = JOBS.get(properties.get(JOB));
        if (batch == null) {
            throw new IllegalStateException("Cannot write: this sink is used through TwoTableWrite only");
        }
        return new Sink(schema, batch);
    }

    private record Sink(StructType schema, TwoTableBatch batch) implements SupportsWrite {
        @Override
        public String name() {
            return "sluice " + batch;
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.BATCH_WRITE, TableCapability.ACCEPT_ANY_SCHEMA);
        }

        @Override
        public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
            return new WriteBuilder() {
                @Override
                public Write build() {
                    return new Write() {
                        @Override
                        public BatchWrite toBatch() {
                            return batch;
                        }
                    };
                }
            };
        }
    }
}
