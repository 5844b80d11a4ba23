package dev.sluice.spark.source;

import dev.sluice.spark.source.text.RecordFormat;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Divides the files of a scan among tasks. */
final class TextPlanner {
    // What opening a file costs, in bytes that could be read meanwhile.
    private static final long OPEN_COST = 4L << 20;
    // Below this a task costs more than it saves.
    private static final long LEAST_BYTES = 16L << 20;

    private final TextScan scan;
    private final SourceFiles files;
    private final RecordFormat format;
    private final JavaSparkContext spark;

    TextPlanner(TextScan scan, SourceFiles files, RecordFormat format, JavaSparkContext spark) {
        this.scan = scan;
        this.files = files;
        this.format = format;
        this.spark = spark;
    }

    SourceFiles files() {
        return files;
    }

    RecordFormat format() {
        return format;
    }

    /** In the order of the files, so that rows come in that order too. */
    List<TextPartition> partitions() {
        List<FileSlice> whole = scan.files().stream().map(FileSlice::whole).toList();
        long share = share(whole);
        List<TextPartition> partitions = new ArrayList<>();
        List<FileSlice> slices = new ArrayList<>();
        long used = 0;
        for (FileSlice slice : divided(whole, share)) {
            long cost = slice.length() + OPEN_COST;
            if (!slices.isEmpty() && used + cost > share) {
                partitions.add(new TextPartition(slices));
                slices = new ArrayList<>();
                used = 0;
            }
            slices.add(slice);
            used += cost;
        }
        if (!slices.isEmpty()) {
            partitions.add(new TextPartition(slices));
        }
        return partitions;
    }

    /** How many bytes a task is given: as many as keep all cores at work for the same time, up to the limit. */
    private long share(List<FileSlice> whole) {
        long total = whole.stream().mapToLong(file -> file.size() + OPEN_COST).sum();
        int cores = spark.defaultParallelism();
        long rounds = ceil(ceil(total, scan.splitBytes()), cores);
        long even = ceil(total, Math.max(1, rounds) * cores);
        return Math.min(scan.splitBytes(), Math.max(LEAST_BYTES, even));
    }

    private List<FileSlice> divided(List<FileSlice> whole, long share) {
        List<Integer> parts = whole.stream()
                .map(file -> Math.toIntExact(Math.max(1, (file.size() + share / 2) / share)))
                .toList();
        return new FileDivision(spark, files, format, scan.columns())
                .divide(whole, parts).stream().flatMap(List::stream).toList();
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
