package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.KeyLookup;
import dev.sluice.api.KeyLookup.Others;
import dev.sluice.api.KeyMatch;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.expression.Call;
import dev.sluice.spark.sink.JobFailure;
import dev.sluice.spark.source.RecordColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Joins the rows of a batch with what is known of their keys: at most one row for each key, so that no row is lost or
 * doubled.
 *
 * <p>Keys travel as 128 bits of hash, or as they are where they are one whole number. What is known is found out
 * beforehand, by an aggregate that spills to disk, and is kept on disk. Where it is small it is sent to all tasks, and the
 * rows stay where they are; else both sides are divided by key, which is deterministic: a task that is run again sees the
 * same rows.
 */
final class KeyJoin {
    /** So many keys are sent to all tasks: some 100 bytes each, whole numbers 16 to 32. */
    private static final long BROADCAST_KEYS = 1_000_000;

    private static final String HIGH = "high";
    private static final String LOW = "low";
    private static final String ROWS = "rows";
    private static final String FIRST = "first";
    private static final String VALUES = "values";

    private final Levels levels;
    private final OtherRows others;
    private final KeptFrames kept;
    private int joins;

    KeyJoin(Levels levels, OtherRows others, KeptFrames kept) {
        this.levels = levels;
        this.others = others;
        this.kept = kept;
    }

    /**
     * Joins; flushes what is pending.
     *
     * @param usable whether a row's key counts; never null
     */
    KeyMatch match(KeyLookup lookup, Column usable) {
        StructType schema = levels.rows().schema();
        List<Column> key = lookup.columns().stream().map(Levels::quoted).toList();
        Column counts = key.stream().map(Column::isNotNull).reduce(usable, Column::and);
        // Keys that do not count match nothing; they are spread over the tasks rather than meet in one.
        Column place = xxhash64(col(RecordColumns.SOURCE_URI), col(RecordColumns.BYTE_OFFSET));
        List<DataType> types = types(lookup, schema);
        Bits bits = Bits.of(types);
        Levels.Version high = levels.keep(when(counts, bits.high(key)).otherwise(place));
        Levels.Version low = levels.keep(when(counts, bits.low(key)));
        levels.flush();
        Optional<Known> known = known(lookup, types, high, low);
        if (known.isEmpty()) {
            return new KeyMatch(lit(0L), lit(true), Map.of());
        }
        WholeKeys whole = known.get().whole();
        if (whole != null) {
            Column found = Call.column(high.column(), whole, DataTypes.LongType);
            return new KeyMatch(when(low.column().isNotNull(), found).otherwise(lit(0L)), lit(true), Map.of());
        }
        return join(lookup, known.get(), high, low);
    }

    /** How a key becomes two longs, which are the same for the same key only. */
    private enum Bits {
        /** One whole number: itself, and nothing besides. */
        WHOLE {
            @Override
            Column high(List<Column> key) {
                return key.get(0).cast(DataTypes.LongType);
            }

            @Override
            Column low(List<Column> key) {
                return lit(0L);
            }
        },
        HASHED {
            @Override
            Column high(List<Column> key) {
                return hash(1, key);
            }

            @Override
            Column low(List<Column> key) {
                return hash(2, key);
            }
        };

        static Bits of(List<DataType> types) {
            return types.size() == 1 && types.get(0) instanceof IntegralType ? WHOLE : HASHED;
        }

        abstract Column high(List<Column> key);

        abstract Column low(List<Column> key);

        private static Column hash(int which, List<Column> key) {
            List<Column> parts = new ArrayList<>(List.of(lit(which)));
            parts.addAll(key);
            return xxhash64(parts.toArray(Column[]::new));
        }
    }

    /**
     * What is known of keys, one row for each.
     *
     * @param small whether each task gets all of them
     * @param whole the keys themselves, where that is all and they are few
     */
    private record Known(
            Dataset<Row> rows, boolean small, @Nullable WholeKeys whole) {}

    private KeyMatch join(KeyLookup lookup, Known keys, Levels.Version high, Levels.Version low) {
        Dataset<Row> known = keys.rows();
        String prefix = "_sluice_k" + joins++ + "_";
        Dataset<Row> side = known;
        for (String column : known.columns()) {
            side = side.withColumnRenamed(column, prefix + column);
        }
        List<String> found = new ArrayList<>(List.of(side.columns()));
        found.remove(prefix + HIGH);
        found.remove(prefix + LOW);
        // Not as an equation where keys are broadcast: Spark finds a key of one long by itself in a third of the time.
        Column sameLow = keys.small()
                ? low.column().bitwiseXOR(col(prefix + LOW)).equalTo(lit(0L))
                : low.column().equalTo(col(prefix + LOW));
        levels.leftJoin(side, high.column().equalTo(col(prefix + HIGH)).and(sameLow), found);
        Column first = found.contains(prefix + FIRST)
                ? col(prefix + FIRST).equalTo(struct(col(RecordColumns.SOURCE_URI), col(RecordColumns.BYTE_OFFSET)))
                : lit(true);
        Map<String, Column> values = new LinkedHashMap<>();
        for (int i = 0; i < lookup.values().size(); i++) {
            values.put(lookup.values().get(i), col(prefix + VALUES).getField("v" + i));
        }
        return new KeyMatch(coalesce(col(prefix + ROWS), lit(0L)), first, values);
    }

    private static List<DataType> types(KeyLookup lookup, StructType schema) {
        return lookup.columns().stream()
                .map(column -> schema.apply(column).dataType())
                .toList();
    }

    /** Empty where nothing can be known. */
    private Optional<Known> known(KeyLookup lookup, List<DataType> types, Levels.Version high, Levels.Version low) {
        boolean only = lookup.values().isEmpty() && Bits.of(types) == Bits.WHOLE;
        if (lookup.others() instanceof Others.Batch) {
            return Optional.of(ready(repeated(lookup, high, low), false));
        } else if (lookup.others() instanceof Others.Target) {
            return others.target().map(target -> ready(inTarget(lookup, types, target, high, low), only));
        } else if (lookup.others() instanceof Others.Table table) {
            return Optional.of(ready(counted(lookup, types, others.table(table.name()), table.name()), only));
        } else if (lookup.others() instanceof Others.File file) {
            return Optional.of(ready(counted(lookup, types, others.file(file.path()), file.path()), only));
        }
        throw new IllegalArgumentException("Cannot look in " + lookup.others());
    }

    /** The keys that several rows of the batch have. */
    private Dataset<Row> repeated(KeyLookup lookup, Levels.Version high, Levels.Version low) {
        Dataset<Row> keys = levels.rows()
                .where(low.column().isNotNull())
                .select(
                        high.column().as(HIGH),
                        low.column().as(LOW),
                        struct(col(RecordColumns.SOURCE_URI), col(RecordColumns.BYTE_OFFSET))
                                .as(FIRST));
        Column rows = count(lit(1)).as(ROWS);
        Dataset<Row> counted = lookup.ordered()
                ? keys.groupBy(HIGH, LOW).agg(rows, min(col(FIRST)).as(FIRST))
                : keys.groupBy(HIGH, LOW).agg(rows);
        return counted.where(col(ROWS).gt(lit(1)));
    }

    /** The keys of the batch that the target has. */
    private Dataset<Row> inTarget(
            KeyLookup lookup, List<DataType> types, Dataset<Row> target, Levels.Version high, Levels.Version low) {
        Dataset<Row> batch = ready(
                        levels.rows()
                                .where(low.column().isNotNull())
                                .select(high.column().as(HIGH), low.column().as(LOW))
                                .distinct(),
                        false)
                .rows();
        return hashed(lookup, types, target, "the target")
                .join(batch, new String[] {HIGH, LOW}, "leftsemi")
                .distinct()
                .withColumn(ROWS, lit(1L));
    }

    /** The keys of a table or file, with how many rows have each. */
    private static Dataset<Row> counted(KeyLookup lookup, List<DataType> types, Dataset<Row> rows, String name) {
        Dataset<Row> hashed = hashed(lookup, types, rows, name);
        return lookup.values().isEmpty()
                ? hashed.distinct().withColumn(ROWS, lit(1L))
                : hashed.groupBy(HIGH, LOW)
                        .agg(count(lit(1)).as(ROWS), min(col(VALUES)).as(VALUES));
    }

    private static Dataset<Row> hashed(KeyLookup lookup, List<DataType> types, Dataset<Row> rows, String name) {
        List<String> columns = List.of(rows.columns());
        List<String> needed = new ArrayList<>(lookup.keys());
        needed.addAll(lookup.values());
        for (String column : needed) {
            if (!columns.contains(column)) {
                throw new SluiceException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "Cannot look keys up in %s: it has no column '%s', only %s"
                                .formatted(name, column, String.join(", ", columns)));
            }
        }
        List<Column> key = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            key.add(Levels.quoted(lookup.keys().get(i)).try_cast(types.get(i)));
        }
        Column whole = key.stream().map(Column::isNotNull).reduce(Column::and).orElse(lit(false));
        List<Column> values = new ArrayList<>();
        for (int i = 0; i < lookup.values().size(); i++) {
            values.add(Levels.quoted(lookup.values().get(i)).as("v" + i));
        }
        Bits bits = Bits.of(types);
        List<Column> wanted =
                new ArrayList<>(List.of(bits.high(key).as(HIGH), bits.low(key).as(LOW)));
        if (!values.isEmpty()) {
            wanted.add(struct(values.toArray(Column[]::new)).as(VALUES));
        }
        return rows.where(whole).select(wanted.toArray(Column[]::new));
    }

    /** @param only whether nothing but the key is asked for, which is then a whole number */
    private Known ready(Dataset<Row> known, boolean only) {
        if (!others.mayRunJobs()) {
            return new Known(known, false, null);
        }
        Dataset<Row> disk = kept.keep(known);
        long count = JobFailure.mapped(disk::count);
        if (count > BROADCAST_KEYS) {
            return new Known(disk.hint("merge"), false, null);
        }
        return only
                ? new Known(disk, true, JobFailure.mapped(() -> kept.keys(disk, HIGH, (int) count)))
                : new Known(broadcast(disk), true, null);
    }
}
