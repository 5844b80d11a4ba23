package dev.sluice.spark.source.fixed;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.LineOptions;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Text whose columns stand at fixed places. */
public final class FixedFormat implements TextFormat {
    public static final Option<Map<String, String>> COLUMNS = Option.required(
            "columns",
            new OptionType.MapOf<>(new OptionType.Text(), new OptionType.Text()),
            "Where each column stands, in characters from 1: 1-8 (first and last), 9+20 (first and width), 29 (one"
                    + " character) or 30- (all that follows).");
    public static final Option<Long> RECORD_LENGTH = Option.optional(
            "recordLength",
            new OptionType.Whole(1, 1 << 24),
            "How many characters a record has. Without it a record has at least those of its columns.");
    public static final Option<Boolean> LINES = Option.of(
            "lines",
            new OptionType.Flag(),
            true,
            "Whether each record is a line. If not, records follow one another without line ends, each of recordLength.");
    public static final Option<Boolean> RAGGED = Option.of(
            "ragged",
            new OptionType.Flag(),
            false,
            "Whether lines may end before their last column; what is not there is null.");
    public static final Option<Trim> TRIM = Option.of(
            "trim", new OptionType.Choice<>(Trim.class), Trim.BOTH, "From which ends of a value the padding is taken.");
    public static final Option<String> PADDING = Option.of(
            "padding",
            new OptionType.Character(),
            " ",
            "The ASCII character that fills columns up; the word tab or none.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "fixed",
                "Fixed-width text: each column has its place in the line.",
                COLUMNS,
                RECORD_LENGTH,
                LINES,
                RAGGED,
                TRIM,
                PADDING,
                LineOptions.NULL_TOKENS,
                LineOptions.HEADER_LINES,
                LineOptions.COMMENT,
                StreamOptions.ENCODING,
                StreamOptions.MAX_RECORD_SIZE,
                StreamOptions.MAX_RATIO);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>(StreamOptions.check(options));
        long length = options.find(RECORD_LENGTH).orElse(0L);
        if (options.get(COLUMNS).isEmpty()) {
            problems.add(problem(options, COLUMNS, "columns has no column"));
        }
        options.get(COLUMNS).forEach((name, range) -> {
            FixedColumn column = FixedColumn.of(name, range).orElse(null);
            if (column == null) {
                problems.add(
                        problem(options, COLUMNS, "'%s' of column %s is no place such as 1-8".formatted(range, name)));
            } else if (length > 0 && column.needs() > length) {
                problems.add(problem(
                        options, COLUMNS, "column %s ends beyond the recordLength of %d".formatted(name, length)));
            }
        });
        if (!options.get(LINES) && length == 0) {
            problems.add(problem(options, LINES, "lines: false needs a recordLength"));
        }
        // A character has up to four bytes.
        if (length * 4 > options.get(StreamOptions.MAX_RECORD_SIZE)) {
            problems.add(problem(options, RECORD_LENGTH, "recordLength must be at most a quarter of maxRecordSize"));
        }
        String padding = options.get(PADDING);
        if (!isWord(padding) && (padding.length() != 1 || padding.charAt(0) > 127)) {
            problems.add(problem(options, PADDING, "padding must be an ASCII character"));
        }
        return problems;
    }

    private static Problem problem(Options options, Option<?> option, String message) {
        return Problem.at(options.location(option), ErrorCode.UNFIT_OPTIONS, message);
    }

    @Override
    public RecordFormat records(Options options) {
        List<FixedColumn> columns = options.get(COLUMNS).entrySet().stream()
                .map(column ->
                        FixedColumn.of(column.getKey(), column.getValue()).orElseThrow())
                .toList();
        return new FixedDialect(
                columns,
                Math.toIntExact(options.find(RECORD_LENGTH).orElse(0L)),
                options.get(LINES),
                options.get(RAGGED),
                options.get(TRIM),
                padding(options.get(PADDING)),
                LineOptions.of(options),
                StreamOptions.of(options));
    }

    private static int padding(String text) {
        return switch (text) {
            case "tab" -> '\t';
            case "none" -> -1;
            default -> text.charAt(0);
        };
    }

    private static boolean isWord(String text) {
        return text.equals("tab") || text.equals("none");
    }

    @Override
    public boolean needsDeclaredColumns(Options options) {
        return false;
    }
}
