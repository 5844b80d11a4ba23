package dev.sluice.core.config;

import dev.sluice.api.Check;
import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Footprint;
import dev.sluice.api.Format;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.OptionType.ColumnName;
import dev.sluice.api.OptionType.ListOf;
import dev.sluice.api.OptionType.MapOf;
import dev.sluice.api.OptionType.NewColumn;
import dev.sluice.api.OptionType.Regex;
import dev.sluice.api.OptionType.Sql;
import dev.sluice.api.OptionType.Text;
import dev.sluice.api.OptionType.Whole;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.StepContext;
import dev.sluice.api.Validator;
import dev.sluice.core.spec.PluginRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Small plug-ins, found by the service files of the test resources, that have every type of option among them. */
public final class TestPlugins {
    private static final Option<String> COLUMN = Option.required("column", new ColumnName(), "The column.");

    private TestPlugins() {}

    static PluginRegistry registry() {
        return PluginRegistry.load(TestPlugins.class.getClassLoader());
    }

    /** One column becomes several. */
    public static final class Split implements Converter {
        static final Option<String> SEPARATOR = Option.of("separator", new Text(), ",", "What separates the parts.");
        static final Option<List<String>> INTO =
                Option.required("into", new ListOf<>(new NewColumn()), "The columns to make.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("split", "Splits a text.", COLUMN, SEPARATOR, INTO);
        }

        @Override
        public Footprint footprint(Options options) {
            Map<String, String> writes = new LinkedHashMap<>();
            options.get(INTO).forEach(name -> writes.put(name, "string"));
            return new Footprint(List.of(options.get(COLUMN)), writes, List.of(), true);
        }

        @Override
        public List<ConvertedColumn> convert(Options options, StepContext context) {
            return List.of();
        }
    }

    /** Old names to new ones. */
    public static final class Rename implements Converter {
        static final Option<Map<String, String>> COLUMNS =
                Option.required("columns", new MapOf<>(new ColumnName(), new NewColumn()), "Old names to new ones.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("rename", "Renames columns.", COLUMNS);
        }

        @Override
        public Footprint footprint(Options options) {
            Map<String, String> writes = new LinkedHashMap<>();
            options.get(COLUMNS).values().forEach(name -> writes.put(name, "string"));
            List<String> reads = List.copyOf(options.get(COLUMNS).keySet());
            return new Footprint(reads, writes, reads, true);
        }

        @Override
        public List<ConvertedColumn> convert(Options options, StepContext context) {
            return List.of();
        }
    }

    /** Fails whenever it is asked. */
    public static final class Broken implements Converter {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("broken", "Fails.");
        }

        @Override
        public Footprint footprint(Options options) {
            throw new IllegalArgumentException("no footprint");
        }

        @Override
        public List<ConvertedColumn> convert(Options options, StepContext context) {
            return List.of();
        }
    }

    /** Its option can never be set, for a step has a key of that name. */
    public static final class Misdescribed implements Converter {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("misdescribed", "Cannot be used.", Option.optional("type", new Text(), "A type."));
        }

        @Override
        public Footprint footprint(Options options) {
            return new Footprint(List.of(), Map.of(), List.of(), true);
        }

        @Override
        public List<ConvertedColumn> convert(Options options, StepContext context) {
            return List.of();
        }
    }

    private abstract static class Rule implements Validator {
        @Override
        public List<String> reads(Options options) {
            return options.find(COLUMN).map(List::of).orElse(List.of());
        }

        @Override
        public List<Check> check(Options options, StepContext context) {
            return List.of();
        }
    }

    /** Refuses null. */
    public static final class Required extends Rule {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("required", "Refuses null.", COLUMN);
        }
    }

    /** One of some values. */
    public static final class Enumerated extends Rule {
        static final Option<List<String>> VALUES =
                Option.required("values", new ListOf<>(new Text()), "The values that pass.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("enum", "One of some values.", COLUMN, VALUES).withShorthand(VALUES);
        }
    }

    /** Between two numbers. */
    public static final class Range extends Rule {
        static final Option<Long> MIN = Option.optional("min", new Whole(-1000, 1000), "The least.");
        static final Option<Long> MAX = Option.optional("max", new Whole(-1000, 1000), "The greatest.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("range", "Between two numbers.", COLUMN, MIN, MAX);
        }

        @Override
        public List<Problem> check(Options options) {
            return options.find(MIN).orElse(0L) > options.find(MAX).orElse(Long.MAX_VALUE)
                    ? List.of(Problem.of(ErrorCode.UNFIT_OPTIONS, "min is above max"))
                    : List.of();
        }
    }

    /** Matches an expression. */
    public static final class Matching extends Rule {
        static final Option<Pattern> REGEX = Option.required("regex", new Regex(), "The expression.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("pattern", "Matches an expression.", COLUMN, REGEX)
                    .withShorthand(REGEX);
        }
    }

    /** A condition. */
    public static final class Expect extends Rule {
        static final Option<String> THAT = Option.required("that", new Sql(), "The condition.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("expect", "A condition.", THAT);
        }
    }

    /** A format with many types of option. */
    public static final class Csv implements Format {
        enum Mode {
            STRICT_MODE,
            LENIENT
        }

        static final Option<Boolean> HEADER =
                Option.of("header", new OptionType.Flag(), true, "Whether there is a header.");
        static final Option<String> DELIMITER =
                Option.of("delimiter", new OptionType.Character(), ",", "Between two cells.");
        static final Option<Long> MAX_SIZE =
                Option.of("maxRecordSize", new OptionType.Size(), 1L << 20, "The longest record.");
        static final Option<Duration> PATIENCE =
                Option.of("patience", new OptionType.Span(), Duration.ofSeconds(1), "How long to wait.");
        static final Option<Mode> MODE =
                Option.of("mode", new OptionType.Choice<>(Mode.class), Mode.LENIENT, "How strict to be.");
        static final Option<Options> LIMITS = Option.optional(
                "limits",
                new OptionType.Section(
                        List.of(Option.required("columns", new Whole(1, Integer.MAX_VALUE), "How many columns."))),
                "Limits.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("csv", "Separated cells.", HEADER, DELIMITER, MAX_SIZE, PATIENCE, MODE, LIMITS);
        }

        @Override
        public List<Problem> check(Options options) {
            return options.get(DELIMITER).equals("\"")
                    ? List.of(Problem.of(ErrorCode.UNFIT_OPTIONS, "delimiter and quote are the same"))
                    : List.of();
        }
    }
}
