package dev.sluice.spark.source;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task reads, in this order. */
record TypedPartition(List<TypedSlice> slices) implements InputPartition {
    TypedPartition {
        slices = List.copyOf(slices);
    }
}
