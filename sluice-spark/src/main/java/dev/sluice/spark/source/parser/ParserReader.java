package dev.sluice.spark.source.parser;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.parse.RecordCursor;
import dev.sluice.api.parse.RecordParser;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.Damage;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.TextRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a file with a plug-in's parser. What it throws is a record's reason, or that of the rest of the file. */
final class ParserReader implements RecordReader {
    private static final Logger LOG = LoggerFactory.getLogger(ParserReader.class);
    private static final FileHead NO_HEAD = new FileHead(List.of(), List.of(), -1, null);
    private static final int SAMPLE_BYTES = 1000;
    /** A parser that goes on without getting on would never end. */
    private static final int MOST_FAILURES = 1000;

    private final ParserRecords format;
    private final ByteWindow window;
    private final WindowInput file;
    private final ParsedRecord parsed;
    private final String outOfMemory;
    private @Nullable RecordCursor cursor;
    private long nextNumber = 1;
    private int failures;
    private boolean over;

    ParserReader(ParserRecords format, ByteWindow window, ReadColumns columns) {
        this.format = format;
        this.window = window;
        this.file = new WindowInput(window);
        this.parsed = new ParsedRecord(columns, format.stream().maxRecordBytes());
        // Made now, while there is memory.
        this.outOfMemory = "Cannot finish the task: the memory ran out while the plug-in %s was reading"
                .formatted(format.plugin().describe());
    }

    @Override
    public boolean next() throws IOException {
        if (over) {
            return false;
        }
        parsed.begin(nextNumber);
        try {
            RecordCursor open = cursor == null ? open() : cursor;
            cursor = open;
            boolean more = call(open, () -> open.next(parsed));
            file.requireSound();
            if (!more) {
                return end(null);
            }
            failures = 0;
        } catch (SluiceException e) {
            throw e;
        } catch (Exception e) {
            file.requireSound();
            TaskContext task = TaskContext.get();
            if (task != null) {
                // Where Spark ends the task, the exception says nothing of the file.
                task.killTaskIfInterrupted();
            }
            return failed(e);
        }
        nextNumber++;
        return true;
    }

    private RecordCursor open() throws Exception {
        RecordParser parser = format.plugin().make(RecordParser.class);
        return call(parser, () -> parser.open(file, format.options()));
    }

    /** The record, or the rest of the file, is a bad record. */
    private boolean failed(Exception thrown) throws IOException {
        RecordCursor open = cursor;
        boolean resumes = false;
        if (open != null && ++failures < MOST_FAILURES) {
            try {
                resumes = call(open, open::resume);
            } catch (SluiceException e) {
                throw e;
            } catch (Exception e) {
                thrown.addSuppressed(e);
            }
        }
        if (!resumes) {
            return end(thrown);
        }
        parsed.record()
                .fail(ParseProblem.ofRecord(
                        ReasonCode.PLUGIN_FAILED, format.plugin().told(cause(thrown))));
        nextNumber++;
        return true;
    }

    /** Ends the file; true if that makes one more bad record. */
    private boolean end(@Nullable Exception thrown) throws IOException {
        over = true;
        byte[] sample = file.sample(SAMPLE_BYTES);
        file.drain();
        Damage damage = window.damage();
        if (damage != null) {
            byte[] shown = damage.sample().isEmpty() ? sample : damage.sample().getBytes(StandardCharsets.UTF_8);
            parsed.tell(nextNumber, shown, ParseProblem.ofRecord(damage.code(), damage.message()));
            return true;
        }
        if (thrown == null) {
            return false;
        }
        parsed.tell(
                nextNumber,
                sample,
                ParseProblem.ofRecord(
                        ReasonCode.CORRUPT_FILE,
                        "%s; the file is not read from here on"
                                .formatted(format.plugin().told(cause(thrown)))));
        return true;
    }

    private static Throwable cause(Exception thrown) {
        return thrown instanceof Thrown wrapped && wrapped.getCause() != null ? wrapped.getCause() : thrown;
    }

    /** An error that is the record's and not the process's. */
    private static final class Thrown extends Exception {
        private static final long serialVersionUID = 1;

        Thrown(Error cause) {
            super(cause);
        }
    }

    /** What the storage does not give is no fault of the plug-in, and ends the run. */
    private <T> T call(Object plugin, Callable<T> question) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugin.getClass().getClassLoader());
        try {
            return question.call();
        } catch (StackOverflowError | AssertionError e) {
            throw new Thrown(e);
        } catch (LinkageError e) {
            throw format.plugin().missing(e);
        } catch (OutOfMemoryError e) {
            // Without the cause: Spark would end the process, and no one would be told.
            throw new SluiceException(ErrorCode.PLUGIN_OUT_OF_MEMORY, outOfMemory);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        RecordCursor open = cursor;
        try {
            if (open != null) {
                call(open, () -> {
                    open.close();
                    return true;
                });
            }
        } catch (SluiceException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("The plug-in {} cannot close a file", format.plugin().describe(), e);
        } finally {
            window.close();
        }
    }

    @Override
    public FileHead readHead() {
        return NO_HEAD;
    }

    @Override
    public void useHead(FileHead head) {
        // There is none.
    }

    @Override
    public void limit(long endOffset, long firstNumber) {
        nextNumber = firstNumber;
    }

    @Override
    public void boundsOnly() {
        // Files are not divided.
    }

    @Override
    public TextRecord record() {
        return parsed.record();
    }

    @Override
    public long nextOffset() {
        return Long.MAX_VALUE;
    }
}
