package dev.sluice.spark.source.json;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.StreamOptions;

/**
 * The limits of JSON Lines.
 *
 * @param maxDepth how deeply values may be nested
 * @param maxDigits how many characters a number may have in a field that is read
 */
public record JsonlDialect(int maxDepth, int maxDigits, StreamOptions stream) implements RecordFormat {
    public static final JsonlDialect USUAL = new JsonlDialect(200, 1_000, StreamOptions.USUAL);

    @Override
    public RecordReader reader(ByteWindow window, ReadColumns columns) {
        return JsonlReader.of(this, window, columns);
    }
}
