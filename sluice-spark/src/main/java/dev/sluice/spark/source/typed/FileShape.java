package dev.sluice.spark.source.typed;

import java.util.List;

/**
 * What a file tells of itself.
 *
 * @param columns in the file's order
 * @param blocks parts that can be read alone, in order; one where the file cannot be divided
 */
public record FileShape(List<FileColumn> columns, List<Block> blocks) {
    public FileShape {
        columns = List.copyOf(columns);
        blocks = List.copyOf(blocks);
    }

    /**
     * A part of a file.
     *
     * @param bytes about how many are read for it
     */
    public record Block(long bytes) {}
}
