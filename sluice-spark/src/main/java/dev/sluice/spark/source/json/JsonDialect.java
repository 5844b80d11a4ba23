package dev.sluice.spark.source.json;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.StreamOptions;
import java.util.List;
import java.util.Optional;

/**
 * Where the records of JSON documents stand, and the limits.
 *
 * @param parents columns that come from objects around the records
 * @param maxDepth how deeply a record may be nested
 * @param maxDigits how many characters a number may have in a field that is read
 */
record JsonDialect(JsonPath records, List<JsonParent> parents, int maxDepth, int maxDigits, StreamOptions stream)
        implements RecordFormat {
    JsonDialect {
        parents = List.copyOf(parents);
    }

    @Override
    public RecordReader reader(ByteWindow window, ReadColumns columns) {
        return new JsonReader(this, window, columns);
    }

    @Override
    public Optional<RecordFormat> again() {
        return parents.isEmpty()
                ? Optional.of(new JsonDialect(JsonPath.ROOT, List.of(), maxDepth, maxDigits, stream))
                : Optional.empty();
    }

    @Override
    public boolean divisible() {
        return false;
    }
}
