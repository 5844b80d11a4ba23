package dev.sluice.spark.delivery;

import static org.apache.spark.sql.functions.lit;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Options;
import dev.sluice.api.sink.Sink;
import dev.sluice.api.sink.SinkContext;
import dev.sluice.api.sink.SinkPlace;
import dev.sluice.api.sink.SinkState;
import dev.sluice.api.sink.StagedState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives other rows back than those that it was given. */
record LyingSink(String word, UnaryOperator<Dataset<Row>> lie) implements Sink {
    /** The words of those whose rows were shown to readers. */
    static final List<String> PUBLISHED = new CopyOnWriteArrayList<>();

    static List<Sink> all() {
        return List.of(
                new LyingSink("honest", rows -> rows),
                new LyingSink("turning", rows -> rows.orderBy(rows.col("id").desc())),
                new LyingSink("losing", rows -> rows.where("id != 7")),
                new LyingSink("doubling", rows -> rows.union(rows.where("id = 7"))),
                new LyingSink("swapping", rows -> rows.where("id != 7").union(rows.where("id = 8"))),
                new LyingSink("emptying", rows -> rows.withColumn("note", lit(""))),
                new LyingSink(
                        "forgetting", rows -> rows.withColumn("note", lit(null).cast("string"))));
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(word, "Lies.");
    }

    @Override
    public String place(Options options) {
        return word;
    }

    @Override
    public SinkPlace open(Options options, SinkContext context) {
        return new SinkPlace() {
            @Override
            public Optional<SinkState> current() {
                return Optional.empty();
            }

            @Override
            public StagedState stage(String id, Dataset<Row> rows) {
                return new Staged(rows);
            }

            @Override
            public void close() {}
        };
    }

    private final class Staged implements StagedState {
        private final Dataset<Row> rows;

        private Staged(Dataset<Row> rows) {
            this.rows = rows;
        }

        @Override
        public Dataset<Row> rows() {
            return lie.apply(rows);
        }

        @Override
        public void publish(SinkState state) {
            PUBLISHED.add(word);
        }

        @Override
        public void close() {}
    }
}
