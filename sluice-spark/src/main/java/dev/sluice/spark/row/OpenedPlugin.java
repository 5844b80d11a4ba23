package dev.sluice.spark.row;

import static dev.sluice.api.ErrorCode.PLUGIN_OPEN;
import static dev.sluice.api.ErrorCode.PLUGIN_OUT_OF_MEMORY;

import dev.sluice.api.SluiceException;
import dev.sluice.api.row.Counter;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowConverter;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.row.RowOutput;
import dev.sluice.api.row.RowPlugin;
import dev.sluice.api.row.RowValidator;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance of a plug-in that was opened for one task. Each call sees the class loader of the plug-in's jar. */
final class OpenedPlugin implements RowContext, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenedPlugin.class);

    private final RowStep step;
    private final RowPlugin plugin;
    private final ClassLoader loader;
    private final TaskCounts counts = TaskCounts.current();
    private volatile boolean abandoned;

    /** @throws SluiceException if it cannot be opened */
    OpenedPlugin(RowStep step) {
        this.step = step;
        this.plugin = step.newPlugin();
        this.loader = plugin.getClass().getClassLoader();
        ClassLoader before = enter();
        try {
            plugin.open(step.options(), this);
        } catch (SluiceException e) {
            throw e;
        } catch (LinkageError e) {
            throw step.missing(e);
        } catch (OutOfMemoryError e) {
            throw new SluiceException(PLUGIN_OUT_OF_MEMORY, step.outOfMemory());
        } catch (Exception | StackOverflowError | AssertionError e) {
            throw new SluiceException(
                    PLUGIN_OPEN,
                    "Cannot open the plug-in %s of step '%s': %s".formatted(step.describe(), step.name(), e),
                    e);
        } finally {
            leave(before);
        }
    }

    void call(RecordView record, RowOutput result) throws Exception {
        ClassLoader before = enter();
        try {
            if (plugin instanceof RowConverter converter) {
                converter.convert(record, result);
            } else if (plugin instanceof RowFixer fixer) {
                String text = Objects.requireNonNull(record.text(FixSteps.TEXT));
                String column = Objects.requireNonNull(record.text(FixSteps.COLUMN));
                result.set(FixSteps.TEXT, fixer.fix(column, text));
            } else {
                ((RowValidator) plugin).validate(record, result);
            }
        } finally {
            leave(before);
        }
    }

    private ClassLoader enter() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        return before;
    }

    private static void leave(ClassLoader before) {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Override
    public Counter counter(String name) {
        AtomicLong count = counts.counter(step.name(), name);
        return amount -> {
            if (!abandoned) {
                count.addAndGet(amount);
            }
        };
    }

    @Override
    public ZoneId zone() {
        return step.zone();
    }

    /** What a call that was given up still does counts no more. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public void close() {
        ClassLoader before = enter();
        try {
            plugin.close();
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            LOG.warn("Cannot close the plug-in {} of step '{}'", step.describe(), step.name(), e);
        } finally {
            leave(before);
        }
    }
}
