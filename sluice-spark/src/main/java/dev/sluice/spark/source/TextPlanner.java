package dev.sluice.spark.source;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.spark.source.text.RecordFormat;
import java.util.ArrayList;
import java.util.List;

/** Divides the files of a scan among tasks. */
final class TextPlanner {
    // What opening a file costs, in bytes that could be read meanwhile.
    private static final long OPEN_COST = 4L << 20;

    private final TextScan scan;
    private final SourceFiles files;
    private final RecordFormat format;

    TextPlanner(TextScan scan, SourceFiles files, RecordFormat format) {
        this.scan = scan;
        this.files = files;
        this.format = format;
    }

    SourceFiles files() {
        return files;
    }

    RecordFormat format() {
        return format;
    }

    /** In the order of the files, so that rows come in that order too. */
    List<TextPartition> partitions() {
        List<TextPartition> partitions = new ArrayList<>();
        List<FileSlice> slices = new ArrayList<>();
        long used = 0;
        for (FileSlice slice : slices()) {
            long cost = slice.length() + OPEN_COST;
            if (!slices.isEmpty() && used + cost > scan.splitBytes()) {
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

    private List<FileSlice> slices() {
        return scan.files().stream().map(TextPlanner::whole).toList();
    }

    private static FileSlice whole(SourceFile file) {
        return new FileSlice(file.path(), file.size(), file.version(), 0, Long.MAX_VALUE, 1);
    }
}
