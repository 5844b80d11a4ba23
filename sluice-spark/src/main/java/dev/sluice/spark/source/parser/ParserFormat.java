package dev.sluice.spark.source.parser;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Format;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.parse.RecordParser;
import dev.sluice.core.plugin.PortableOptions;
import dev.sluice.spark.row.TravellingPlugin;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.TextFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;

/** A plug-in's parser as a format. */
public final class ParserFormat implements TextFormat {
    private final RecordParser parser;

    private ParserFormat(RecordParser parser) {
        this.parser = parser;
    }

    /** How files of a format are read that gives texts; empty for typed formats. */
    public static Optional<TextFormat> textFormat(Format format) {
        if (format instanceof RecordParser parser) {
            return Optional.of(new ParserFormat(parser));
        }
        return format instanceof TextFormat text ? Optional.of(text) : Optional.empty();
    }

    @Override
    public Descriptor descriptor() {
        return parser.descriptor();
    }

    @Override
    public List<Problem> check(Options options) {
        return parser.check(options);
    }

    /** Asked where there is a Spark context, of which a process has one. */
    @Override
    public RecordFormat records(Options options) {
        return new ParserRecords(
                TravellingPlugin.of(SparkContext.getOrCreate(), parser),
                PortableOptions.of(parser.descriptor().options(), options),
                parser.readsRecordsAlone());
    }

    @Override
    public boolean needsDeclaredColumns(Options options) {
        return false;
    }
}
