package dev.sluice.spark.row;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.row.Counter;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowConverter;
import dev.sluice.api.row.RowOutput;
import dev.sluice.api.row.RowReasons;
import dev.sluice.api.row.RowValidator;
import dev.sluice.core.spec.PluginRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/** Plug-ins of the row tier that do what tests need. */
public final class RowPlugins {
    static final Option<String> COLUMN = Option.required("column", new OptionType.ColumnName(), "The column.");

    private RowPlugins() {}

    static PluginRegistry registry() {
        PluginRegistry builtIn = PluginRegistry.load(RowPlugins.class.getClassLoader());
        var converters = new ArrayList<>(builtIn.converters().values());
        converters.addAll(List.of(new Amount(), new Mirror()));
        var validators = new ArrayList<>(builtIn.validators().values());
        validators.addAll(List.of(new Faulty(), new Prices(), new Once(), new Closed(), new Sure()));
        return PluginRegistry.of(converters, validators, builtIn.formats().values());
    }

    /** Makes an amount in cents of a text such as {@code EUR 12.50}; mends a comma, and counts it. */
    public static final class Amount implements RowConverter {
        /** Whether a lack of the currency is mended. */
        public enum Lack {
            REFUSE,
            EURO
        }

        static final Option<Lack> LACK =
                Option.of("lack", new OptionType.Choice<>(Lack.class), Lack.REFUSE, "Without a currency.");

        private String column = "";
        private Lack lack = Lack.REFUSE;
        private Counter mended = amount -> {};
        private Counter seen = amount -> {};

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("amount", "Makes an amount of a text.", COLUMN, LACK);
        }

        @Override
        public Footprint footprint(Options options) {
            Map<String, String> writes = new LinkedHashMap<>();
            writes.put("currency", "string");
            writes.put("cents", "long");
            return new Footprint(List.of(options.get(COLUMN)), writes, List.of(), true);
        }

        @Override
        public void open(Options options, RowContext context) {
            column = options.get(COLUMN);
            lack = options.get(LACK);
            mended = context.counter("mended");
            seen = context.counter("seen");
        }

        @Override
        public void convert(RecordView record, RowOutput output) {
            seen.add(1);
            String text = record.text(column);
            if (text == null) {
                return;
            }
            if (text.indexOf(',') >= 0) {
                text = text.replace(',', '.');
                mended.add(1);
            }
            int blank = text.indexOf(' ');
            if (blank < 0 && lack == Lack.REFUSE) {
                output.add("NO_CURRENCY", column, "there is no currency before the amount");
                return;
            }
            output.set("currency", blank < 0 ? "EUR" : text.substring(0, blank));
            output.set("cents", new java.math.BigDecimal(text.substring(blank + 1)).movePointRight(2));
        }
    }

    /** Gives the values that it reads as they are, so that each goes through Java's form and back. */
    public static final class Mirror implements RowConverter {
        static final Option<Map<String, String>> COLUMNS = Option.required(
                "columns",
                new OptionType.MapOf<>(new OptionType.ColumnName(), new OptionType.TypeName()),
                "Columns and their types.");

        private Set<String> columns = Set.of();

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("mirror", "Gives what it reads.", COLUMNS);
        }

        @Override
        public Footprint footprint(Options options) {
            Map<String, String> types = options.get(COLUMNS);
            return new Footprint(List.copyOf(types.keySet()), types, List.of(), true);
        }

        @Override
        public void open(Options options, RowContext context) {
            columns = options.get(COLUMNS).keySet();
        }

        @Override
        public void convert(RecordView record, RowOutput output) {
            columns.forEach(column -> output.set(column, record.value(column)));
        }
    }

    /** Does what the text of a column says. */
    public static final class Faulty implements RowValidator {
        private String column = "";
        private Counter seen = amount -> {};

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("faulty", "Does what the column says.", COLUMN);
        }

        @Override
        public List<String> reads(Options options) {
            return List.of(options.get(COLUMN));
        }

        @Override
        public void open(Options options, RowContext context) {
            column = options.get(COLUMN);
            seen = context.counter("seen");
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) throws Exception {
            seen.add(1);
            switch (String.valueOf(record.text(column))) {
                case "throw" -> throw new IllegalStateException("cannot stand it\nat all");
                case "checked" -> throw new java.io.IOException();
                case "assert" -> throw new AssertionError("so not");
                case "deep" -> deep(1);
                case "memory" -> throw new OutOfMemoryError("by test");
                case "sleep" -> TimeUnit.SECONDS.sleep(60);
                case "spin" -> spin(seen);
                case "code" -> reasons.add("no code", column, "x");
                case "many" -> {
                    for (int i = 0; i < 150; i++) {
                        reasons.add("MANY_" + i % 3, column, "number " + i);
                    }
                }
                case "unread" -> record.text("id");
                default -> {}
            }
        }

        private static long deep(long n) {
            return 1 + deep(n + 1);
        }

        /** Whether {@code spin} ends, so that a test leaves no thread behind. */
        static volatile boolean released;

        /** Heeds no interrupt. */
        private static void spin(Counter counter) {
            while (!released) {
                Thread.onSpinWait();
            }
            counter.add(1_000_000);
        }
    }

    /** Looks into an array of structs. */
    public static final class Prices implements RowValidator {
        private String column = "";

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("prices", "Prices of items are not negative.", COLUMN);
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
            List<?> items = record.list(column);
            for (int i = 0; items != null && i < items.size(); i++) {
                RecordView item = (RecordView) items.get(i);
                java.math.BigDecimal price = item.decimal("price");
                if (price != null && price.signum() < 0) {
                    reasons.add("NEGATIVE_PRICE", "%s[%d].price".formatted(column, i), "the price is negative");
                }
            }
        }
    }

    /** Counts all rows, and fails each partition's first attempt at its last row. */
    public static final class Once implements RowValidator {
        private Counter seen = amount -> {};

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("once", "Fails first attempts.", COLUMN);
        }

        @Override
        public List<String> reads(Options options) {
            return List.of(options.get(COLUMN));
        }

        @Override
        public void open(Options options, RowContext context) {
            seen = context.counter("seen");
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            seen.add(1);
            TaskContext task = TaskContext.get();
            if ("last".equals(record.text("name")) && task.attemptNumber() == 0) {
                throw new NoClassDefFoundError("a/Missing");
            }
        }
    }

    /** Cannot be opened. */
    public static final class Closed implements RowValidator {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("closed", "Cannot be opened.", COLUMN);
        }

        @Override
        public List<String> reads(Options options) {
            return List.of(options.get(COLUMN));
        }

        @Override
        public void open(Options options, RowContext context) throws Exception {
            throw new java.io.FileNotFoundException("no list of banks");
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) {}
    }

    /** Knows that it is one of a kind in its task, and closed at its end. */
    public static final class Sure implements RowValidator {
        static final Set<Sure> OPEN = ConcurrentHashMap.newKeySet();
        static final Set<Long> TASKS = ConcurrentHashMap.newKeySet();
        private final Set<Thread> threads = new HashSet<>();

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("sure", "Looks at its own life.", COLUMN);
        }

        @Override
        public List<String> reads(Options options) {
            return List.of(options.get(COLUMN));
        }

        @Override
        public void open(Options options, RowContext context) {
            OPEN.add(this);
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            threads.add(Thread.currentThread());
            TASKS.add(TaskContext.get().taskAttemptId());
            if (threads.size() > 1 || !OPEN.contains(this)) {
                reasons.add("SHARED", "name", "used by two threads, or closed");
            }
        }

        @Override
        public void close() {
            OPEN.remove(this);
        }
    }
}
