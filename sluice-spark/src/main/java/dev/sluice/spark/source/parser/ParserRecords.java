package dev.sluice.spark.source.parser;

import dev.sluice.core.plugin.PortableOptions;
import dev.sluice.spark.row.TravellingPlugin;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.StreamOptions;
import java.util.Optional;

/**
 * Records that a plug-in finds.
 *
 * @param alone whether a record's raw text gives the record again
 */
record ParserRecords(TravellingPlugin plugin, PortableOptions options, boolean alone) implements RecordFormat {
    @Override
    public RecordReader reader(ByteWindow window, ReadColumns columns) {
        return new ParserReader(this, window, columns);
    }

    @Override
    public Optional<RecordFormat> again() {
        return alone ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean divisible() {
        return false;
    }

    @Override
    public StreamOptions stream() {
        return StreamOptions.ofBytes();
    }
}
