package dev.sluice.spark.row;

import dev.sluice.api.SluiceException;
import dev.sluice.api.row.RowConverter;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.row.RowPlugin;
import dev.sluice.api.row.RowValidator;
import dev.sluice.core.plugin.PortableOptions;
import dev.sluice.core.spec.Step;
import dev.sluice.spark.expression.GivenReason;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A step of the row tier as it travels to the executors: the jar, the class and the options, never an object of the
 * plug-in. A task's copy makes a plug-in of its own.
 */
public final class RowStep implements Serializable {
    /** The last field of what a step gives: an array of {@link GivenReason#TYPE}; null where the row has no reason. */
    public static final String REASONS = "_sluice_reasons";

    private final String name;
    private final TravellingPlugin plugin;
    private final PortableOptions options;
    private final String zone;
    private final long limitNanos;
    private final List<String> names;
    private final StructType writes;
    private final StructType output;
    private transient @Nullable RowRunner runner;

    private RowStep(
            Step<?> step,
            TravellingPlugin plugin,
            StructType writes,
            StructType output,
            ZoneId zone,
            Optional<Duration> limit) {
        this.name = step.name();
        this.plugin = plugin;
        this.options = PortableOptions.of(step.plugin().descriptor().options(), step.options());
        this.zone = zone.getId();
        this.limitNanos = limit.map(Duration::toNanos).orElse(0L);
        this.names = new ArrayList<>(names(step));
        this.writes = writes;
        this.output = output;
    }

    /**
     * A step that is ready to travel.
     *
     * @param writes what it writes, with types, under the names that the plug-in knows; empty for a validator
     * @param made the columns that come of it, with their types: of paths that are written, the columns that they lead into
     * @param limit how long one row may take
     * @throws SluiceException if a plug-in cannot be opened: so it would be for every row
     */
    public static RowStep of(
            SparkContext spark,
            Step<?> step,
            StructType writes,
            StructType made,
            ZoneId zone,
            Optional<Duration> limit) {
        TravellingPlugin plugin = TravellingPlugin.of(spark, step.plugin());
        StructType output = made.add(REASONS, DataTypes.createArrayType(GivenReason.TYPE, false));
        RowStep travelling = new RowStep(step, plugin, writes, output, zone, limit);
        new OpenedPlugin(travelling).close();
        return travelling;
    }

    private static List<String> names(Step<?> step) {
        if (step.plugin() instanceof RowFixer) {
            return List.of(FixSteps.COLUMN, FixSteps.TEXT);
        }
        return step.plugin() instanceof RowConverter converter
                ? converter.footprint(step.options()).reads()
                : ((RowValidator) step.plugin()).reads(step.options());
    }

    /** What the plug-in reads, as it says. */
    List<String> names() {
        return names;
    }

    /** What the plug-in writes, as it says. */
    StructType writes() {
        return writes;
    }

    String name() {
        return name;
    }

    String describe() {
        return plugin.describe();
    }

    PortableOptions options() {
        return options;
    }

    ZoneId zone() {
        return ZoneId.of(zone);
    }

    long limitNanos() {
        return limitNanos;
    }

    /** What it gives of each row: the columns that it writes, then the reasons. */
    StructType fields() {
        return output;
    }

    /** An own instance of the plug-in, not yet opened. */
    RowPlugin newPlugin() {
        return plugin.make(RowPlugin.class);
    }

    String outOfMemory() {
        return "Cannot finish the task: the memory ran out while the plug-in %s of step '%s' was running"
                .formatted(describe(), name);
    }

    SluiceException missing(LinkageError e) {
        return plugin.missing(e);
    }

    /** How reasons tell of what the plug-in has thrown. */
    String told(Throwable thrown) {
        return plugin.told(thrown);
    }

    /** What the plug-in makes of one row, given the values of the columns that it reads. Called by generated code. */
    public @Nullable InternalRow apply(Object[] values, StructType reads) {
        RowRunner ready = runner;
        if (ready == null) {
            ready = new RowRunner(this, reads);
            runner = ready;
        }
        return ready.apply(values);
    }

    @Override
    public String toString() {
        return name;
    }
}
