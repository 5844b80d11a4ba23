package dev.sluice.spark.row;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowConverter;
import dev.sluice.api.row.RowOutput;
import dev.sluice.api.row.RowReasons;
import dev.sluice.api.row.RowValidator;
import dev.sluice.core.spec.PluginRegistry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plug-ins that know one column, and can be bound to nested values. */
public final class NestedPlugins {
    static final Option<String> COLUMN = Option.required("column", new OptionType.ColumnName(), "The column.");

    private NestedPlugins() {}

    static PluginRegistry registry() {
        PluginRegistry builtIn = PluginRegistry.load(NestedPlugins.class.getClassLoader());
        var converters = new ArrayList<>(builtIn.converters().values());
        converters.addAll(List.of(new Cents(), new RowPlugins.Amount()));
        var validators = new ArrayList<>(builtIn.validators().values());
        validators.addAll(List.of(new Positive(), new Cheaper()));
        return PluginRegistry.of(converters, validators, builtIn.formats().values());
    }

    /** Makes {@code EUR 12.50} 1250, in its place. */
    public static final class Cents implements RowConverter {
        private String column = "";

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("cents", "Makes cents of an amount.", COLUMN);
        }

        @Override
        public Footprint footprint(Options options) {
            String column = options.get(COLUMN);
            return new Footprint(List.of(column), Map.of(column, "long"), List.of(), true);
        }

        @Override
        public void open(Options options, RowContext context) {
            column = options.get(COLUMN);
        }

        @Override
        public void convert(RecordView record, RowOutput output) {
            String text = record.text(column);
            if (text == null) {
                return;
            }
            if (!text.startsWith("EUR ")) {
                output.add("NO_CURRENCY", column, "there is no currency before the amount");
                return;
            }
            output.set(column, new BigDecimal(text.substring(4)).movePointRight(2));
        }
    }

    /** Throws at 13. */
    public static final class Positive implements RowValidator {
        private String column = "";

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("positive", "Numbers are greater than 0.", COLUMN);
        }

        @Override
        public List<String> reads(Options options) {
            return List.of(options.get(COLUMN));
        }

        @Override
        public void open(Options options, RowContext context) {
            column = options.get(COLUMN);
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            BigDecimal value = record.decimal(column);
            if (value != null && value.intValue() == 13) {
                throw new IllegalStateException("13 brings bad luck");
            }
            if (value != null && value.signum() <= 0) {
                reasons.add("NOT_POSITIVE", column, "not greater than 0");
            }
        }
    }

    /** Reads an element and a column beside. */
    public static final class Cheaper implements RowValidator {
        static final Option<String> THAN = Option.required("than", new OptionType.ColumnName(), "The greater one.");
        private String column = "";
        private String than = "";

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("cheaper", "Not greater than another column.", COLUMN, THAN);
        }

        @Override
        public List<String> reads(Options options) {
            return List.of(options.get(COLUMN), options.get(THAN));
        }

        @Override
        public void open(Options options, RowContext context) {
            column = options.get(COLUMN);
            than = options.get(THAN);
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            BigDecimal value = record.decimal(column);
            BigDecimal limit = record.decimal(than);
            if (value != null && limit != null && value.compareTo(limit) > 0) {
                reasons.add("TOO_DEAR", column, "greater than " + limit);
            }
        }
    }
}
