package dev.sluice.testkit.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.api.Options;
import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.api.sink.Sink;
import dev.sluice.api.sink.SinkContext;
import dev.sluice.api.sink.SinkPlace;
import dev.sluice.api.sink.SinkState;
import dev.sluice.api.sink.StagedState;
import dev.sluice.testkit.PluginContract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every sink promises: readers see whole states only, a state is known again, and what a dead delivery has left changes
 * nothing. Authors extend it, and read the place as its consumers do.
 */
public abstract class SinkContract extends PluginContract<Sink> {
    private static final int STATES = 5;

    /** The project's folder, empty at the beginning of each test. */
    @TempDir
    protected Path folder = Path.of("");

    /** The options that name the place; each test has a folder of its own, where the place may lie. */
    @Override
    protected abstract Options options();

    /** What consumers read at the place now, a text for each row, such as {@code 7,a}; empty before the first delivery. */
    protected abstract List<String> read() throws Exception;

    /** What a connection of the project is, if the sink needs one. */
    protected JdbcConnection connection(String name) {
        throw new IllegalStateException("the suite of the sink names no connection " + name);
    }

    /** Sinks give rows no reasons. */
    @Override
    protected final Set<String> codes() {
        return Set.of();
    }

    @Override
    protected final void exercise(Sink sink, Options options) throws Exception {
        try (SinkPlace place = sink.open(options, context("project/pipeline"))) {
            deliver(place, 1);
        }
    }

    @Test
    public void staysAsItWasUntilAStateIsPublished() throws Exception {
        assertEquals(List.of(), read(), "rows at a place to which nothing was delivered");
        try (SinkPlace place = open()) {
            assertEquals(Optional.empty(), place.current(), "a state of a place to which nothing was delivered");
            try (StagedState staged = place.stage(id(1), rows(1))) {
                assertEquals(texts(rows(1)), texts(staged.rows()), "rows read back");
                assertEquals(List.of(), read(), "rows that are staged are seen");
                staged.publish(state(1));
            }
            assertEquals(Optional.of(state(1)), place.current());
        }
        assertEquals(texts(rows(1)), sorted(read()), "rows that are published");
    }

    @Test
    public void isKnownAgainByTheNextDelivery() throws Exception {
        try (SinkPlace place = open()) {
            deliver(place, 1);
        }
        try (SinkPlace place = open()) {
            assertEquals(Optional.of(state(1)), place.current());
            deliver(place, 2);
            assertEquals(Optional.of(state(2)), place.current());
        }
        assertEquals(texts(rows(2)), sorted(read()));
    }

    @Test
    public void givingUpLeavesTheStateBefore() throws Exception {
        try (SinkPlace place = open()) {
            deliver(place, 1);
            try (StagedState staged = place.stage(id(2), rows(2))) {
                assertEquals(texts(rows(2)), texts(staged.rows()));
            }
            assertEquals(Optional.of(state(1)), place.current());
        }
        assertEquals(texts(rows(1)), sorted(read()));
    }

    /** Whatever a process that died had staged, nobody closes. */
    @Test
    @SuppressWarnings("MustBeClosed")
    public void whatADeadDeliveryHasStagedChangesNothing() throws Exception {
        try (SinkPlace place = open()) {
            deliver(place, 1);
            StagedState dead = place.stage(id(2), rows(2));
            assertEquals(texts(rows(2)), texts(dead.rows()));
        }
        assertEquals(texts(rows(1)), sorted(read()));
        try (SinkPlace place = open()) {
            assertEquals(Optional.of(state(1)), place.current());
            deliver(place, 3);
        }
        assertEquals(texts(rows(3)), sorted(read()));
    }

    @Test
    public void aStateThatWasStagedOnAnOlderOneIsRefused() throws Exception {
        try (SinkPlace place = open()) {
            deliver(place, 1);
            try (StagedState late = place.stage(id(2), rows(2))) {
                deliver(place, 3);
                assertThrows(Exception.class, () -> late.publish(state(2)), "a state is published over a newer one");
            }
            assertEquals(Optional.of(state(3)), place.current());
        }
        assertEquals(texts(rows(3)), sorted(read()));
    }

    @Test
    public void aStateWithoutRowsIsAState() throws Exception {
        try (SinkPlace place = open()) {
            deliver(place, 1);
            try (StagedState staged = place.stage(id(2), rows(2).limit(0))) {
                assertEquals(List.of(), texts(staged.rows()));
                staged.publish(new SinkState(id(2), "table", 2, 0, "0", Instant.ofEpochMilli(2)));
            }
        }
        assertEquals(List.of(), read());
    }

    @Test
    public void whatAnotherOwnerDeliversIsLeftAlone() throws Exception {
        try (SinkPlace place = open()) {
            deliver(place, 1);
        }
        assertThrows(
                Exception.class,
                () -> {
                    try (SinkPlace place = plugin().open(options(), context("project/other"))) {
                        deliver(place, 2);
                    }
                },
                "another owner's state is replaced");
        assertEquals(texts(rows(1)), sorted(read()));
    }

    @Test
    public void readersSeeWholeStatesOnly() throws Exception {
        List<List<String>> whole = new ArrayList<>();
        for (int state = 1; state <= STATES; state++) {
            whole.add(texts(rows(state)));
        }
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<String>> torn = new CompletableFuture<>();
        try (SinkPlace place = open()) {
            deliver(place, 1);
            Thread reader = new Thread(() -> {
                Set<String> seen = new TreeSet<>();
                while (!done.get()) {
                    try {
                        List<String> rows = sorted(read());
                        if (!whole.contains(rows)) {
                            seen.add(rows.size() + " rows: " + rows);
                        }
                    } catch (Exception e) {
                        seen.add(e.toString());
                    }
                }
                torn.complete(seen);
            });
            reader.start();
            try {
                for (int state = 2; state <= STATES; state++) {
                    deliver(place, state);
                }
            } finally {
                done.set(true);
                reader.join();
            }
        }
        assertEquals(Set.of(), torn.get(), "states that no delivery brought");
        assertTrue(sorted(read()).equals(whole.get(STATES - 1)), "the last state is not there");
    }

    private SinkPlace open() throws Exception {
        return plugin().open(options(), context("project/pipeline"));
    }

    private void deliver(SinkPlace place, int state) throws Exception {
        try (StagedState staged = place.stage(id(state), rows(state))) {
            staged.publish(state(state));
        }
    }

    /** Of one state: {@code id} and {@code name}, some names null. Each state has other rows, and more than the one before. */
    private Dataset<Row> rows(int state) {
        return session()
                .range(0, 10L + state, 1, 2)
                .selectExpr("id * 10 + %d AS id".formatted(state), "if(id % 4 = 0, null, concat('n', id)) AS name");
    }

    private static SinkState state(int state) {
        return new SinkState(id(state), "table", state, 10L + state, "c" + state, Instant.ofEpochMilli(state));
    }

    private static String id(int state) {
        return "20260314-091530-%03d-abcde".formatted(state);
    }

    private static List<String> texts(Dataset<Row> rows) {
        return sorted(rows.collectAsList().stream()
                .map(row -> row.getLong(0) + "," + (row.isNullAt(1) ? "" : row.getString(1)))
                .toList());
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted().toList();
    }

    private SinkContext context(String owner) {
        SparkSession spark = session();
        return new SinkContext() {
            @Override
            public String owner() {
                return owner;
            }

            @Override
            public Path folder() {
                return folder;
            }

            @Override
            public JdbcConnection connection(String name) {
                return SinkContract.this.connection(name);
            }

            @Override
            public SparkSession session() {
                return spark;
            }
        };
    }

    /** The session in which rows are made; a local one unless overridden. */
    protected SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("contract of a sink")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
    }
}
