package dev.sluice.spark.source.fixed;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.LineOptions;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.StreamOptions;
import java.util.List;

/**
 * How a fixed-width file is written.
 *
 * @param recordLength how many characters a record has; 0 where the columns alone tell the least
 * @param lines whether a record ends with its line; if not, with its length
 * @param ragged whether lines may end before their last column
 * @param padding an ASCII character that fills columns up; -1 for none
 */
record FixedDialect(
        List<FixedColumn> columns,
        int recordLength,
        boolean lines,
        boolean ragged,
        Trim trim,
        int padding,
        LineOptions line,
        StreamOptions stream)
        implements RecordFormat {
    FixedDialect {
        columns = List.copyOf(columns);
    }

    @Override
    public RecordReader reader(ByteWindow window, ReadColumns wanted) {
        return FixedReader.of(this, window, wanted);
    }

    @Override
    public boolean divisible() {
        return lines;
    }

    List<String> names() {
        return columns.stream().map(FixedColumn::name).toList();
    }

    /** The least number of characters that a whole record has. */
    int least() {
        return Math.max(
                recordLength,
                columns.stream().mapToInt(FixedColumn::needs).max().orElse(0));
    }
}
