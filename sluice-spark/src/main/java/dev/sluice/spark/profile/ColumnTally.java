package dev.sluice.spark.profile;

import dev.sluice.spark.expression.TextProbe;
import dev.sluice.spark.quarantine.Proposals;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** What one column's values are like, in bounded memory. For one thread. */
final class ColumnTally implements Serializable {
    private static final long serialVersionUID = 1;
    /** Longer values are cut where they are remembered. */
    static final int MAX_VALUE = 100;
    /** So many ways to write that there is no value are told apart. */
    private static final int MAX_NOTHINGS = 16;

    private static final Pattern PLAIN = Pattern.compile("[+-]?([0-9]{1,40}(\\.[0-9]{0,40})?|\\.[0-9]{1,40})");
    private static final Pattern LEADING_ZERO = Pattern.compile("^[+-]?0[0-9]");
    private static final Pattern ZONED = Pattern.compile("([Zz]|[+-]\\d\\d:?\\d\\d)\\s*$");

    private final Sizes sizes;
    /** Whether the values are texts, of which the type is to be found. */
    private final boolean text;

    long nulls;
    long values;
    /** Values that the parser could not read. */
    long unreadable;

    final Map<String, Long> nothings = new HashMap<>();
    /** How many values each probe reads; those that mean nothing are left out. */
    final long[] fits = new long[TextProbe.values().length];

    long numbers;
    /** Numbers that only a floating type can hold: NaN, infinities, exponents, too many digits. */
    long floating;
    /** Numbers that begin with a zero that would be lost. */
    long leadingZeros;

    int integerDigits;
    int scale;
    double sum;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    int minLength = Integer.MAX_VALUE;
    int maxLength;
    long padded;
    long zoned;

    @Nullable
    String least;

    @Nullable
    String greatest;

    private transient HllSketch distinct;
    private transient KllDoublesSketch quantiles;
    private transient ItemsSketch<String> counted;
    private transient ItemsSketch<String> shapes;
    private transient ItemsSketch<String> looseShapes;
    /** Those with the least hashes, which is a fair choice that does not depend on the order. */
    private final TreeMap<Long, String> samples = new TreeMap<>();

    ColumnTally(Sizes sizes, boolean text) {
        this.sizes = sizes;
        this.text = text;
        this.distinct = new HllSketch(sizes.logDistinct(), TgtHllType.HLL_4);
        this.quantiles = KllDoublesSketch.newHeapInstance();
        this.counted = new ItemsSketch<>(sizes.values());
        this.shapes = new ItemsSketch<>(sizes.shapes());
        this.looseShapes = new ItemsSketch<>(sizes.shapes());
    }

    boolean isText() {
        return text;
    }

    void add(@Nullable UTF8String value) {
        if (value == null) {
            nulls++;
            return;
        }
        String all = value.toString();
        if (text && all.length() <= 8 && (all.isBlank() || Proposals.meansNothing(all))) {
            nothing(all);
        }
        values++;
        String kept = all.length() > MAX_VALUE ? all.substring(0, MAX_VALUE) : all;
        long hash = XXH64.hashUnsafeBytes(value.getBaseObject(), value.getBaseOffset(), value.numBytes(), 42);
        distinct.update(hash);
        counted.update(kept);
        least = least == null || kept.compareTo(least) < 0 ? kept : least;
        greatest = greatest == null || kept.compareTo(greatest) > 0 ? kept : greatest;
        int length = value.numChars();
        minLength = Math.min(minLength, length);
        maxLength = Math.max(maxLength, length);
        padded += all.strip().equals(all) ? 0 : 1;
        if (!text) {
            number(value, all);
        } else if (!nothings.containsKey(all)) {
            examine(value, all, hash);
        }
    }

    private void nothing(String value) {
        if (nothings.size() < MAX_NOTHINGS || nothings.containsKey(value)) {
            nothings.merge(value, 1L, Long::sum);
        }
    }

    private void examine(UTF8String value, String all, long hash) {
        if (all.length() <= MAX_VALUE) {
            samples.put(hash, all);
            if (samples.size() > sizes.samples()) {
                samples.pollLastEntry();
            }
        }
        if (all.length() <= TextShape.MAX_LENGTH && !all.isEmpty()) {
            shapes.update(TextShape.exact(all));
            looseShapes.update(TextShape.loose(all));
        }
        if (number(value, all)) {
            probe(TextProbe.INT, value);
            probe(TextProbe.LONG, value);
            probe(TextProbe.BOOLEAN, value);
            return;
        }
        if (all.length() <= TextShape.MAX_LENGTH) {
            probe(TextProbe.BOOLEAN, value);
            probe(TextProbe.UUID, value);
            probe(TextProbe.DATE, value);
            probe(TextProbe.TIME, value);
            if (probe(TextProbe.TIMESTAMP, value)) {
                zoned += ZONED.matcher(all).find() ? 1 : 0;
            }
            probe(TextProbe.IP, value);
            probe(TextProbe.IBAN, value);
        }
        if (all.indexOf('@') > 0) {
            probe(TextProbe.EMAIL, value);
        }
        if (all.contains("://")) {
            probe(TextProbe.URL, value);
        }
    }

    private boolean probe(TextProbe probe, UTF8String value) {
        boolean reads = probe.reads(value);
        fits[probe.ordinal()] += reads ? 1 : 0;
        return reads;
    }

    /** Whether it is one. */
    private boolean number(UTF8String value, String all) {
        double number = TextProbe.number(value);
        if (Double.isNaN(number)) {
            return false;
        }
        numbers++;
        String plain = all.strip();
        if (Double.isInfinite(number) || !PLAIN.matcher(plain).matches()) {
            floating++;
        } else {
            BigDecimal exact = new BigDecimal(plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain);
            scale = Math.max(scale, exact.scale());
            integerDigits = Math.max(integerDigits, exact.precision() - exact.scale());
            leadingZeros += LEADING_ZERO.matcher(plain).find() ? 1 : 0;
        }
        if (!Double.isInfinite(number)) {
            sum += number;
            min = Math.min(min, number);
            max = Math.max(max, number);
            quantiles.update(number);
        }
        return true;
    }

    void merge(ColumnTally other) {
        nulls += other.nulls;
        values += other.values;
        unreadable += other.unreadable;
        other.nothings.forEach((value, rows) -> nothings.merge(value, rows, Long::sum));
        for (int i = 0; i < fits.length; i++) {
            fits[i] += other.fits[i];
        }
        numbers += other.numbers;
        floating += other.floating;
        leadingZeros += other.leadingZeros;
        integerDigits = Math.max(integerDigits, other.integerDigits);
        scale = Math.max(scale, other.scale);
        sum += other.sum;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        minLength = Math.min(minLength, other.minLength);
        maxLength = Math.max(maxLength, other.maxLength);
        padded += other.padded;
        zoned += other.zoned;
        String low = other.least;
        String high = other.greatest;
        least = least == null || low != null && low.compareTo(least) < 0 ? low : least;
        greatest = greatest == null || high != null && high.compareTo(greatest) > 0 ? high : greatest;
        Union union = new Union(sizes.logDistinct());
        union.update(distinct);
        union.update(other.distinct);
        distinct = union.getResult(TgtHllType.HLL_4);
        quantiles.merge(other.quantiles);
        counted.merge(other.counted);
        shapes.merge(other.shapes);
        looseShapes.merge(other.looseShapes);
        samples.putAll(other.samples);
        while (samples.size() > sizes.samples()) {
            samples.pollLastEntry();
        }
    }

    /** Whether every distinct value was counted. */
    boolean distinctIsExact() {
        return counted.getMaximumError() == 0 && maxLength <= MAX_VALUE;
    }

    long distinct() {
        return distinctIsExact() ? counted.getNumActiveItems() : Math.min(values, Math.round(distinct.getEstimate()));
    }

    /** The values of most rows, with how many rows at least. */
    List<ValueRows> top(int most) {
        return top(counted, most);
    }

    List<ValueRows> topShapes(int most) {
        return top(shapes, most);
    }

    List<ValueRows> topLooseShapes(int most) {
        return top(looseShapes, most);
    }

    private static List<ValueRows> top(ItemsSketch<String> sketch, int most) {
        List<ValueRows> rows = new ArrayList<>();
        for (ItemsSketch.Row<String> row : sketch.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
            if (row.getLowerBound() > 0) {
                rows.add(new ValueRows(row.getItem(), row.getLowerBound()));
            }
        }
        rows.sort(ValueRows.MOST_FIRST);
        return rows.subList(0, Math.min(most, rows.size()));
    }

    List<String> samples() {
        return List.copyOf(samples.values());
    }

    /** How many values are numbers that have a size. */
    long finite() {
        return quantiles.getN();
    }

    /** NaN where there are no numbers. */
    double quantile(double rank) {
        return quantiles.isEmpty() ? Double.NaN : quantiles.getQuantile(rank);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        ArrayOfStringsSerDe strings = new ArrayOfStringsSerDe();
        out.writeObject(distinct.toCompactByteArray());
        out.writeObject(quantiles.toByteArray());
        out.writeObject(counted.toByteArray(strings));
        out.writeObject(shapes.toByteArray(strings));
        out.writeObject(looseShapes.toByteArray(strings));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        ArrayOfStringsSerDe strings = new ArrayOfStringsSerDe();
        distinct = HllSketch.heapify((byte[]) in.readObject());
        quantiles = KllDoublesSketch.heapify(Memory.wrap((byte[]) in.readObject()));
        counted = ItemsSketch.getInstance(Memory.wrap((byte[]) in.readObject()), strings);
        shapes = ItemsSketch.getInstance(Memory.wrap((byte[]) in.readObject()), strings);
        looseShapes = ItemsSketch.getInstance(Memory.wrap((byte[]) in.readObject()), strings);
    }
}
