package dev.sluice.spark.delivery;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.Sink;
import dev.sluice.api.sink.SinkPlace;
import dev.sluice.api.sink.SinkState;
import dev.sluice.api.sink.StagedState;
import dev.sluice.core.ledger.RunIds;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Brings the state of a table that is published now to a sink. May be repeated at any time: a sink that has the state is left
 * alone. It never goes back, since the table's state is looked up while other deliveries are kept out.
 */
public final class Delivery {
    /** The table may be published to while its rows are delivered; whoever publishes delivers too. */
    private static final int ROUNDS = 3;

    private final ProjectCatalog catalog;
    private final TableName table;
    private final DeliveryContext context;
    private final Clock clock;
    private final RandomGenerator random;

    public Delivery(
            ProjectCatalog catalog, TableName table, DeliveryContext context, Clock clock, RandomGenerator random) {
        this.catalog = requireNonNull(catalog, "catalog");
        this.table = requireNonNull(table, "table");
        this.context = requireNonNull(context, "context");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /** How it went. What fails, fails here: what is published stays published. */
    public DeliveryResult to(Step<Sink> sink) {
        Instant started = clock.instant();
        String place = sink.plugin().place(sink.options());
        try {
            Optional<Table> found = catalog.find(table);
            if (found.flatMap(TargetState::of).isEmpty()) {
                return DeliveryResult.nothing(sink.name(), place);
            }
            boolean changed = false;
            SinkState state = null;
            try (SinkPlace open =
                    context.step(DeliveryStep.OPEN, () -> sink.plugin().open(sink.options(), context))) {
                for (int round = 0; round < ROUNDS; round++) {
                    // In this order: what is published last is never older than what the place has.
                    state = open.current().orElse(null);
                    TargetState wanted =
                            TargetState.of(catalog.find(table).orElseThrow()).orElseThrow();
                    if (state != null && wanted.isIn(state)) {
                        break;
                    }
                    state = deliver(open, wanted);
                    changed = true;
                }
            }
            return DeliveryResult.of(
                    sink.name(),
                    place,
                    changed,
                    requireNonNull(state).snapshot(),
                    state.rows(),
                    Duration.between(started, clock.instant()).toMillis() / 1000.0);
        } catch (Exception e) {
            // Spark and drivers throw checked exceptions of which no signature tells.
            return DeliveryResult.failed(sink.name(), place, problem(sink, place, e));
        }
    }

    private SinkState deliver(SinkPlace open, TargetState wanted) throws Exception {
        Dataset<Row> rows = context.session()
                .sql("SELECT * FROM `%s`.`%s`.`%s` VERSION AS OF %d"
                        .formatted(ProjectCatalog.NAME, table.namespace(), table.name(), wanted.snapshot()));
        String id = RunIds.next(clock, random);
        try (StagedState staged = context.step(DeliveryStep.STAGE, () -> open.stage(id, rows))) {
            RowTally tally = context.step(DeliveryStep.VERIFY, () -> verified(staged, rows));
            SinkState state = new SinkState(
                    id,
                    wanted.table(),
                    wanted.snapshot(),
                    tally.rows(),
                    tally.checksum(),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
            staged.publish(state);
            return state;
        }
    }

    private static RowTally verified(StagedState staged, Dataset<Row> rows) throws Exception {
        RowTally given = RowTally.of(rows);
        RowTally written = RowTally.of(RowTally.arranged(staged.rows(), rows));
        if (!written.equals(given)) {
            throw new SluiceException(
                    ErrorCode.DELIVERY_UNVERIFIED,
                    "%,d rows with checksum %s were to be delivered, and %,d with checksum %s were read back"
                            .formatted(given.rows(), given.checksum(), written.rows(), written.checksum()));
        }
        return given;
    }

    private static Problem problem(Step<Sink> sink, String place, Exception e) {
        ErrorCode code = e instanceof SluiceException ours ? ours.code() : ErrorCode.DELIVERY_FAILED;
        String why = String.valueOf(
                        e instanceof SluiceException ours
                                ? ours.problems().get(0).message()
                                : said(e))
                .lines()
                .findFirst()
                .orElse("?");
        return Problem.of(code, "Cannot deliver to the sink '%s' (%s): %s".formatted(sink.name(), place, why));
    }

    /** Of Spark's exceptions, what the task said is the cause; of those of files, the message is a path alone. */
    private static String said(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root && !(root instanceof SQLException)) {
            root = root.getCause();
        }
        // Of a batch, the first message is the statement.
        if (root instanceof BatchUpdateException batch && batch.getNextException() != null) {
            root = batch.getNextException();
        }
        return root instanceof IOException || root.getMessage() == null
                ? "%s: %s".formatted(root.getClass().getSimpleName(), root.getMessage())
                : root.getMessage();
    }
}
