package dev.sluice.cli.badinput;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A bad file, and what must come of it when it is run beside a good one.
 *
 * @param input what is bad, for the page
 * @param pipeline also the table's name
 * @param format the pipeline's
 * @param options of the format; YAML without braces
 * @param file the bad file's name
 * @param columns of the target beside id, name and note; YAML, empty for none
 * @param read records of the bad file
 * @param landed how many of them land
 * @param reasons {@code CODE rows}, of the bad file
 * @param heapMib the heap that the run stays below, Spark's own included
 */
record BadFile(
        String input,
        String pipeline,
        String format,
        String options,
        String file,
        Content content,
        String columns,
        long read,
        long landed,
        List<String> reasons,
        int heapMib) {
    static final int USUAL_HEAP_MIB = 512;
    static final int LARGE_HEAP_MIB = 1024;

    static BadFile of(SampleFormat format, String pipeline, String input, Content content) {
        return new BadFile(
                input,
                pipeline,
                format.word(),
                format.options(),
                "bad." + format.word(),
                content,
                "",
                0,
                0,
                List.of(),
                USUAL_HEAP_MIB);
    }

    static BadFile of(SampleFormat format, String pipeline, String input, String content) {
        return of(format, pipeline, input, Content.text(content));
    }

    static BadFile csv(String pipeline, String input, Content content) {
        return of(SampleFormat.CSV, pipeline, input, content);
    }

    /** The content follows the usual header. */
    static BadFile rows(String pipeline, String input, Content content) {
        return csv(pipeline, input, Content.text("id,name,note\n").then(content));
    }

    static BadFile rows(String pipeline, String input, String content) {
        return rows(pipeline, input, Content.text(content));
    }

    static BadFile json(String pipeline, String input, Content content) {
        return of(SampleFormat.JSONL, pipeline, input, content);
    }

    static BadFile json(String pipeline, String input, String content) {
        return json(pipeline, input, Content.text(content));
    }

    static BadFile typed(String format, String kind, String input, Content content) {
        return new BadFile(
                "%s: %s".formatted(format, input),
                format + "_" + kind,
                format,
                "",
                "bad." + format,
                content,
                "",
                0,
                0,
                List.of(),
                USUAL_HEAP_MIB);
    }

    BadFile named(String newFile) {
        return new BadFile(input, pipeline, format, options, newFile, content, columns, read, landed, reasons, heapMib);
    }

    BadFile withOptions(String newOptions) {
        return new BadFile(input, pipeline, format, newOptions, file, content, columns, read, landed, reasons, heapMib);
    }

    BadFile withColumns(String newColumns) {
        return new BadFile(input, pipeline, format, options, file, content, newColumns, read, landed, reasons, heapMib);
    }

    BadFile becomes(long newRead, long newLanded, String... newReasons) {
        return new BadFile(
                input,
                pipeline,
                format,
                options,
                file,
                content,
                columns,
                newRead,
                newLanded,
                List.of(newReasons),
                heapMib);
    }

    BadFile below(int newHeapMib) {
        return new BadFile(input, pipeline, format, options, file, content, columns, read, landed, reasons, newHeapMib);
    }

    long quarantined() {
        return read - landed;
    }

    /** The codes alone. */
    String codes() {
        return reasons.isEmpty()
                ? read == 0 ? "no records" : "lands"
                : reasons.stream()
                        .map(reason -> "`" + Arrays.asList(reason.split(" ")).get(0) + "`")
                        .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return pipeline + ": " + input;
    }
}
