package dev.sluice.spark.row;

import static dev.sluice.api.ErrorCode.PLUGIN_OUT_OF_MEMORY;
import static dev.sluice.api.ErrorCode.PLUGIN_RUNAWAY;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Runs one step of the row tier in one task. */
final class RowRunner {
    private final RowStep step;
    private final StructType reads;
    private final String outOfMemory;
    private final @Nullable LimitedCalls limited;
    private OpenedPlugin plugin;

    RowRunner(RowStep step, StructType reads) {
        this.step = step;
        this.reads = reads;
        this.limited = step.limitNanos() == 0 ? null : new LimitedCalls(step.describe(), step.limitNanos());
        // Made now, while there is memory.
        this.outOfMemory = step.outOfMemory();
        this.plugin = new OpenedPlugin(step);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) done -> close());
        }
    }

    private void close() {
        plugin.close();
        if (limited != null) {
            limited.close();
        }
    }

    @Nullable
    InternalRow apply(Object[] values) {
        InternalRow row = new GenericInternalRow(values);
        // A call that is given up may go on reading, when Spark has written the next row over this one.
        SparkRecord record = new SparkRecord(reads, limited == null ? row : row.copy());
        GivenResult result = new GivenResult(step.fields(), record);
        try {
            if (limited == null) {
                plugin.call(record, result);
            } else {
                limited.call(plugin, record, result);
            }
        } catch (LimitedCalls.Late e) {
            plugin.abandon();
            plugin = new OpenedPlugin(step);
            result = new GivenResult(step.fields(), record);
            result.fail(ReasonCode.PLUGIN_TIMEOUT.name(), "%s %s".formatted(e.getMessage(), named()));
        } catch (LimitedCalls.Runaway e) {
            throw new SluiceException(PLUGIN_RUNAWAY, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // Without the cause: Spark would end the process, and no one would be told.
            throw new SluiceException(PLUGIN_OUT_OF_MEMORY, outOfMemory);
        } catch (LinkageError e) {
            throw step.missing(e);
        } catch (Exception | StackOverflowError | AssertionError e) {
            TaskContext task = TaskContext.get();
            if (task != null) {
                // Where Spark ends the task, the exception says nothing of the row.
                task.killTaskIfInterrupted();
            }
            result.fail(ReasonCode.PLUGIN_FAILED.name(), "%s %s".formatted(text(e), named()));
        }
        return result.row();
    }

    private String named() {
        return "(plug-in " + step.describe() + ")";
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        String line =
                message == null ? "" : message.lines().findFirst().orElse("").strip();
        return thrown.getClass().getName() + (line.isEmpty() ? "" : ": " + line);
    }
}
