package dev.sluice.spark.row;

import static dev.sluice.api.ErrorCode.PLUGIN_OUT_OF_MEMORY;
import static dev.sluice.api.ErrorCode.PLUGIN_RUNAWAY;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowOutput;
import dev.sluice.api.row.RowReason;
import java.util.List;
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
    private final @Nullable Binding binding;
    private final String outOfMemory;
    private final @Nullable LimitedCalls limited;
    private OpenedPlugin plugin;

    RowRunner(RowStep step, StructType reads) {
        this.step = step;
        this.reads = reads;
        this.binding = Binding.of(step.names(), reads, step.writes(), step.fields());
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
        InternalRow kept = limited == null ? row : row.copy();
        SparkRecord record = new SparkRecord(reads, kept);
        if (binding != null) {
            return bound(binding, kept, new GivenResult(step.fields(), record)).row();
        }
        GivenResult result = new GivenResult(step.fields(), record);
        Fault fault = call(record, result);
        if (fault != null && fault.late()) {
            result = new GivenResult(step.fields(), record);
        }
        if (fault != null) {
            result.fail(fault.code().name(), fault.message());
        }
        return result.row();
    }

    /** Calls the plug-in for each of the values that it is bound to. */
    private GivenResult bound(Binding to, InternalRow row, GivenResult result) {
        BoundRow bound = new BoundRow(to, reads, row, step.writes());
        RowReason unreadable = bound.open();
        if (unreadable != null) {
            String root = unreadable.path();
            result.addFound(unreadable.code(), root, bound.text(root), unreadable.message());
            return result;
        }
        for (List<Object> keys : bound.elements()) {
            BoundRow.Output output = bound.new Output();
            Fault fault = call(bound.view(keys), output);
            if (fault == null || !fault.late()) {
                output.into(result, keys);
            }
            if (fault != null) {
                result.addFound(fault.code().name(), bound.subject(keys), null, fault.message());
            }
        }
        if (!result.hasReasons()) {
            bound.changed(result, step.fields());
        }
        return result;
    }

    /** @param late whether the call may still go on, so that what it gives must not be looked at */
    private record Fault(ReasonCode code, String message, boolean late) {}

    private @Nullable Fault call(RecordView record, RowOutput result) {
        try {
            if (limited == null) {
                plugin.call(record, result);
            } else {
                limited.call(plugin, record, result);
            }
            return null;
        } catch (LimitedCalls.Late e) {
            plugin.abandon();
            plugin = new OpenedPlugin(step);
            return new Fault(ReasonCode.PLUGIN_TIMEOUT, "%s %s".formatted(e.getMessage(), named()), true);
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
            return new Fault(ReasonCode.PLUGIN_FAILED, step.told(e), false);
        }
    }

    private String named() {
        return "(plug-in " + step.describe() + ")";
    }
}
