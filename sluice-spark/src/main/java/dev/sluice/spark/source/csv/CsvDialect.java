package dev.sluice.spark.source.csv;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.StreamOptions;
import java.util.List;

/**
 * How a CSV file is written.
 *
 * @param header whether the first record names the columns
 * @param delimiter one character
 * @param quote an ASCII character; -1 if cells are never quoted
 * @param escape an ASCII character before a quote in a quoted cell; -1 if such a quote is doubled (which is understood
 *     always)
 * @param comment an ASCII character that begins lines to pass over; -1 for none
 * @param nullTokens what an unquoted cell holds that is null
 * @param quotedNulls whether quoted cells may be null too
 * @param maxColumns how many names a header may have
 */
public record CsvDialect(
        boolean header,
        String delimiter,
        int quote,
        int escape,
        int comment,
        List<String> nullTokens,
        boolean quotedNulls,
        int maxColumns,
        StreamOptions stream)
        implements RecordFormat {
    /** What RFC 4180 and most files have. */
    public static final CsvDialect USUAL =
            new CsvDialect(true, ",", '"', -1, -1, List.of(""), false, 20_000, StreamOptions.USUAL);

    public CsvDialect {
        nullTokens = List.copyOf(nullTokens);
    }

    @Override
    public boolean needsHead() {
        return header;
    }

    @Override
    public RecordReader reader(ByteWindow window, ReadColumns columns) {
        return CsvReader.of(this, window, columns);
    }
}
