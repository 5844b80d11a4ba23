package dev.sluice.spark.row;

import static dev.sluice.api.ErrorCode.PLUGIN_DEPENDENCY;
import static dev.sluice.api.ErrorCode.PLUGIN_OPEN;

import dev.sluice.api.SluiceException;
import dev.sluice.api.row.RowPlugin;
import dev.sluice.core.plugin.PluginOrigin;
import dev.sluice.core.plugin.PortableOptions;
import dev.sluice.core.spec.Step;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
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
    /** The last field of what a step gives: an array of {@link #REASON}; null where the row has no reason. */
    public static final String REASONS = "_sluice_reasons";

    static final StructType REASON = new StructType()
            .add("code", DataTypes.StringType)
            .add("path", DataTypes.StringType)
            .add("value", DataTypes.StringType)
            .add("message", DataTypes.StringType);

    private final String name;
    private final String describe;
    private final String className;
    private final @Nullable JarOnCluster jar;
    private final PortableOptions options;
    private final String zone;
    private final long limitNanos;
    private final StructType output;
    private transient @Nullable RowRunner runner;

    private RowStep(
            Step<?> step, @Nullable JarOnCluster jar, StructType output, ZoneId zone, Optional<Duration> limit) {
        this.name = step.name();
        this.describe = PluginOrigin.describe(step.plugin());
        this.className = step.plugin().getClass().getName();
        this.jar = jar;
        this.options = PortableOptions.of(step.plugin().descriptor().options(), step.options());
        this.zone = zone.getId();
        this.limitNanos = limit.map(Duration::toNanos).orElse(0L);
        this.output = output;
    }

    /**
     * A step that is ready to travel.
     *
     * @param writes the columns that it makes, with their types; empty for a validator
     * @param limit how long one row may take
     * @throws SluiceException if a plug-in cannot be opened: so it would be for every row
     */
    public static RowStep of(
            SparkContext spark, Step<?> step, StructType writes, ZoneId zone, Optional<Duration> limit) {
        JarOnCluster jar = PluginOrigin.jar(step.plugin())
                .map(found -> JarOnCluster.of(spark, found))
                .orElse(null);
        StructType output = writes.add(REASONS, DataTypes.createArrayType(REASON, false));
        RowStep travelling = new RowStep(step, jar, output, zone, limit);
        new OpenedPlugin(travelling).close();
        return travelling;
    }

    String name() {
        return name;
    }

    String describe() {
        return describe;
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
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = jar != null ? jar.loader() : context != null ? context : RowStep.class.getClassLoader();
        try {
            return Class.forName(className, true, loader)
                    .asSubclass(RowPlugin.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new SluiceException(PLUGIN_OPEN, "Cannot make the plug-in %s: %s".formatted(describe, e), e);
        } catch (LinkageError e) {
            throw missing(e);
        }
    }

    String outOfMemory() {
        return "Cannot finish the task: the memory ran out while the plug-in %s of step '%s' was running"
                .formatted(describe, name);
    }

    SluiceException missing(LinkageError e) {
        return new SluiceException(
                PLUGIN_DEPENDENCY,
                "Cannot run the plug-in %s: it needs a class that cannot be loaded (%s)".formatted(describe, e));
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

    /** For Spark's comparison of plans: each step is one of its own. */
    List<String> identity() {
        return List.of(name, className);
    }

    @Override
    public String toString() {
        return name;
    }
}
