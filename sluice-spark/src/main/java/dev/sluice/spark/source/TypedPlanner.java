package dev.sluice.spark.source;

import dev.sluice.spark.source.typed.FileShape;
import dev.sluice.spark.source.typed.FileShape.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Divides the blocks of typed files among tasks, in order. */
final class TypedPlanner {
    // What opening a file costs, in bytes that could be read meanwhile.
    private static final long OPEN_COST = 4L << 20;
    // Below this a task costs more than it saves.
    private static final long LEAST_BYTES = 16L << 20;

    private final long share;
    private final List<TypedPartition> partitions = new ArrayList<>();
    private List<TypedSlice> slices = new ArrayList<>();
    private long used;

    private TypedPlanner(long share) {
        this.share = share;
    }

    /** @param bindings for each file; null for those that cannot be read */
    static List<TypedPartition> partitions(
            List<LookedAt> files, List<@Nullable TypedBinding> bindings, long splitBytes, int cores) {
        long total =
                files.stream().mapToLong(file -> file.file().size() + OPEN_COST).sum();
        long even = total / Math.max(1, cores) + 1;
        TypedPlanner planner = new TypedPlanner(Math.min(splitBytes, Math.max(LEAST_BYTES, even)));
        for (int i = 0; i < files.size(); i++) {
            planner.add(files.get(i), bindings.get(i));
        }
        planner.endPartition();
        return planner.partitions;
    }

    private void add(LookedAt file, @Nullable TypedBinding binding) {
        FileShape shape = file.shape();
        if (shape == null) {
            take(new TypedSlice(file.file(), 0, 0, null, file.damage()), OPEN_COST);
            return;
        }
        int first = 0;
        long bytes = OPEN_COST;
        List<Block> blocks = shape.blocks();
        for (int block = 0; block < blocks.size(); block++) {
            bytes += Math.max(0, blocks.get(block).bytes());
            boolean last = block + 1 == blocks.size();
            if (last || used + bytes + blocks.get(block + 1).bytes() > share) {
                take(new TypedSlice(file.file(), first, block + 1, binding, null), bytes);
                first = block + 1;
                bytes = OPEN_COST;
            }
        }
    }

    private void take(TypedSlice slice, long bytes) {
        if (!slices.isEmpty() && used + bytes > share) {
            endPartition();
        }
        slices.add(slice);
        used += bytes;
    }

    private void endPartition() {
        if (!slices.isEmpty()) {
            partitions.add(new TypedPartition(slices));
            slices = new ArrayList<>();
            used = 0;
        }
    }
}
