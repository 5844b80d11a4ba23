package dev.sluice.api.row;

import dev.sluice.api.Options;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries a plug-in of the row tier on records that a test makes up, without Spark. For one thread.
 *
 * <pre>{@code
 * RowTrial trial = RowTrial.of(new IbanValidator(), Options.of(Map.of(IbanValidator.COLUMN, "account")));
 * assertThat(trial.row(Map.of("account", "DE00")).reasons()).isNotEmpty();
 * }</pre>
 */
public final class RowTrial {
    private final RowPlugin plugin;
    private final Set<String> reads;
    private final Set<String> writes;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    /**
     * What became of one row.
     *
     * @param values the columns that the step set
     */
    public record Result(Map<String, @Nullable Object> values, List<RowReason> reasons) {
        public Result {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            reasons = List.copyOf(reasons);
        }
    }

    private RowTrial(RowPlugin plugin, Set<String> reads, Set<String> writes) {
        this.plugin = plugin;
        this.reads = reads;
        this.writes = writes;
    }

    /** Opens the converter, as a task does. */
    public static RowTrial of(RowConverter converter, Options options) throws Exception {
        var footprint = converter.footprint(options);
        return new RowTrial(
                        converter,
                        new LinkedHashSet<>(footprint.reads()),
                        footprint.writes().keySet())
                .open(options);
    }

    /** Opens the validator, as a task does. */
    public static RowTrial of(RowValidator validator, Options options) throws Exception {
        return new RowTrial(validator, new LinkedHashSet<>(validator.reads(options)), Set.of()).open(options);
    }

    /** Opens the fixer, as a task does. */
    public static RowTrial of(RowFixer fixer, Options options) throws Exception {
        return new RowTrial(fixer, Set.of(), Set.of()).open(options);
    }

    private RowTrial open(Options options) throws Exception {
        plugin.open(options, new RowContext() {
            @Override
            public Counter counter(String name) {
                return amount -> counts.merge(name, amount, Long::sum);
            }

            @Override
            public ZoneId zone() {
                return ZoneOffset.UTC;
            }
        });
        return this;
    }

    /**
     * Gives the plug-in one record; columns that it reads and that are not given are null, and it sees no others.
     *
     * @throws Exception what the plug-in throws; in a run it would be the row's reason
     */
    public Result row(Map<String, ? extends @Nullable Object> record) throws Exception {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        reads.forEach(column -> seen.put(column, record.get(column)));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<RowReason> reasons = new ArrayList<>();
        RowOutput output = new RowOutput() {
            @Override
            public void set(String column, @Nullable Object value) {
                if (!writes.contains(column)) {
                    throw new IllegalArgumentException("the step does not declare that it writes '" + column + "'");
                }
                values.put(column, value);
            }

            @Override
            public void add(String code, String path, String message) {
                reasons.add(new RowReason(code, path, message));
            }
        };
        if (plugin instanceof RowConverter converter) {
            converter.convert(RecordView.of(seen), output);
        } else {
            ((RowValidator) plugin).validate(RecordView.of(seen), output);
        }
        return new Result(values, reasons);
    }

    /**
     * What a fixer makes of a cell; the text itself where it leaves it.
     *
     * @throws Exception what the plug-in throws
     */
    public String fixed(String column, String text) throws Exception {
        String mended = ((RowFixer) plugin).fix(column, text);
        return mended == null ? text : mended;
    }

    /** What the plug-in has counted so far, by name. */
    public Map<String, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
