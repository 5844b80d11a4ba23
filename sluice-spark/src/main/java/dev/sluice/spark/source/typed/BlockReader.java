package dev.sluice.spark.source.typed;

import dev.sluice.spark.source.text.Damage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a file whose blocks tell how many rows they have: a block that fails leaves the others readable. */
abstract class BlockReader implements TypedReader {
    private final long[] rows;
    private final int endBlock;
    private int nextBlock;
    private long left;
    private long nextOrdinal;
    private long ordinal;
    private @Nullable Damage damage;

    /** @param rows of each block of the file */
    BlockReader(long[] rows, int firstBlock, int endBlock) throws FileFault {
        this.rows = rows;
        this.endBlock = endBlock;
        this.nextBlock = firstBlock;
        for (int block = 0; block < rows.length; block++) {
            if (rows[block] < 0) {
                throw FileFault.corrupt("block %d has %d rows".formatted(block + 1, rows[block]));
            }
            nextOrdinal += block < firstBlock ? rows[block] : 0;
        }
    }

    /** Moves before the first row of a block. */
    abstract void openBlock(int block) throws Exception;

    /** Reads the next row of the block. */
    abstract void readRow() throws Exception;

    @Override
    public final boolean next() throws IOException {
        damage = null;
        while (left == 0) {
            if (nextBlock >= endBlock) {
                return false;
            }
            int block = nextBlock++;
            left = rows[block];
            if (left > 0) {
                try {
                    openBlock(block);
                } catch (Exception | StackOverflowError e) {
                    return lost(e);
                }
            }
        }
        try {
            readRow();
        } catch (Exception | StackOverflowError e) {
            return lost(e);
        }
        left--;
        ordinal = nextOrdinal++;
        return true;
    }

    private boolean lost(Throwable cause) {
        String which = left == 1
                ? "record %d".formatted(nextOrdinal + 1)
                : "records %d to %d".formatted(nextOrdinal + 1, nextOrdinal + left);
        damage = FileFault.damage("%s (block %d of %d)".formatted(which, nextBlock, rows.length), cause);
        ordinal = nextOrdinal;
        nextOrdinal += left;
        left = 0;
        return true;
    }

    @Override
    public final long ordinal() {
        return ordinal;
    }

    @Override
    public final @Nullable Damage damage() {
        return damage;
    }
}
