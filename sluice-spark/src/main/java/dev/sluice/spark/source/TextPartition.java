package dev.sluice.spark.source;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task reads, in this order. */
record TextPartition(List<FileSlice> slices) implements InputPartition {
    TextPartition {
        slices = List.copyOf(slices);
    }
}
