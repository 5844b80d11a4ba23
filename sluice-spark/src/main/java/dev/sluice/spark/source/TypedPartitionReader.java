package dev.sluice.spark.source;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.Damage;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.typed.FileFault;
import dev.sluice.spark.source.typed.TypedFiles;
import dev.sluice.spark.source.typed.TypedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads the slices of a task one after the other, their values in the types of the scan's columns. */
final class TypedPartitionReader implements PartitionReader<InternalRow> {
    private static final UTF8String NUL = UTF8String.fromString("\0");

    private final Iterator<TypedSlice> slices;
    private final SourceFiles files;
    private final TypedFiles format;
    private final StructType schema;
    private final int[] ordinals;
    private final int[] columns;
    private final List<ParseProblem> problems = new ArrayList<>(2);
    private @Nullable TypedReader reader;
    private @Nullable TypedBinding binding;
    private @Nullable UTF8String uri;
    private int[] places = new int[0];
    private List<UnaryOperator<Object>> changes = List.of();
    private @Nullable InternalRow row;
    /** The slice that is being read. */
    private @Nullable TypedSlice slice;

    /**
     * @param schema of the rows
     * @param columns the index of each column that {@code schema} asks for, in the order in which they come there
     */
    TypedPartitionReader(
            List<TypedSlice> slices, SourceFiles files, TypedFiles format, StructType schema, int[] columns) {
        this.slices = slices.iterator();
        this.files = files;
        this.format = format;
        this.schema = schema;
        this.ordinals = TextRow.ordinals(schema);
        this.columns = columns;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (reader != null && reader.next()) {
                row = reader.damage() == null ? record(reader) : lost(reader.ordinal(), reader.damage());
                return true;
            }
            close();
            TypedSlice ended = slice;
            if (ended != null) {
                slice = null;
                files.checkUnchanged(ended.file());
            }
            if (!slices.hasNext()) {
                return false;
            }
            TypedSlice next = slices.next();
            Damage damage = open(next);
            slice = next;
            if (damage != null) {
                row = lost(0, damage);
                return true;
            }
        }
    }

    private @Nullable Damage open(TypedSlice slice) {
        uri = UTF8String.fromString(slice.file().path());
        binding = slice.binding();
        if (binding == null) {
            return requireNonNull(slice.damage());
        }
        List<String> names = new ArrayList<>();
        places = new int[columns.length];
        changes = new ArrayList<>();
        int first = ordinals.length - columns.length;
        for (int slot = 0; slot < columns.length; slot++) {
            String name = binding.names()[columns[slot]];
            boolean readable = name != null && binding.problems()[columns[slot]] == null;
            places[slot] = readable ? names.indexOf(name) : -1;
            changes.add(UnaryOperator.identity());
            if (readable) {
                if (places[slot] < 0) {
                    places[slot] = names.size();
                    names.add(requireNonNull(name));
                }
                changes.set(
                        slot,
                        ValueChange.of(
                                requireNonNull(binding.types()[columns[slot]]),
                                schema.apply(first + slot).dataType()));
            }
        }
        try {
            reader = format.reader(files.typed(slice.file()), names, slice.firstBlock(), slice.endBlock());
            return null;
        } catch (Exception | StackOverflowError e) {
            return FileFault.damage("the file", e);
        }
    }

    private InternalRow record(TypedReader from) {
        TypedBinding bound = requireNonNull(binding);
        problems.clear();
        @Nullable Object[] values = new Object[ordinals.length];
        if (bound.header() != null) {
            problems.add(ParseProblem.ofRecord(ReasonCode.HEADER_MISMATCH, bound.header()));
        }
        int first = ordinals.length - columns.length;
        for (int slot = 0; slot < columns.length; slot++) {
            String problem = bound.problems()[columns[slot]];
            if (problem != null) {
                problems.add(new ParseProblem(
                        ReasonCode.UNSUPPORTED_TYPE,
                        schema.apply(first + slot).name(),
                        null,
                        "the column cannot be read: " + problem));
            }
            Object value = places[slot] < 0 ? null : from.value(places[slot]);
            values[first + slot] =
                    value == null ? null : checked(changes.get(slot).apply(value), first + slot);
        }
        return filled(values, from.ordinal());
    }

    /** Null, with its problem told, for a text that is none. */
    private @Nullable Object checked(Object value, int place) {
        if (!(schema.apply(place).dataType() instanceof StringType)) {
            return value;
        }
        UTF8String text = (UTF8String) value;
        if (!text.isValid()) {
            problems.add(new ParseProblem(
                    ReasonCode.UNDECODABLE,
                    schema.apply(place).name(),
                    text.makeValid().toString(),
                    "the bytes are no text in UTF-8"));
            return null;
        }
        if (text.contains(NUL)) {
            problems.add(new ParseProblem(
                    ReasonCode.NUL_BYTE,
                    schema.apply(place).name(),
                    text.toString(),
                    "the text holds a NUL character"));
            return null;
        }
        return text;
    }

    private InternalRow lost(long ordinal, @Nullable Damage damage) {
        Damage told = requireNonNull(damage);
        problems.clear();
        problems.add(ParseProblem.ofRecord(told.code(), told.message()));
        return filled(new Object[ordinals.length], ordinal);
    }

    private InternalRow filled(@Nullable Object[] values, long ordinal) {
        for (int i = 0; i < ordinals.length - columns.length; i++) {
            values[i] = switch (schema.apply(i).name()) {
                case RecordColumns.SOURCE_URI -> uri;
                case RecordColumns.RECORD_NO -> ordinal + 1;
                case RecordColumns.BYTE_OFFSET -> ordinal;
                case RecordColumns.PARSE -> TextRow.reasons(problems);
                default -> null;
            };
        }
        return new GenericInternalRow(values);
    }

    @Override
    @SuppressWarnings("NullAway") // Spark asks only after next() was true.
    public InternalRow get() {
        return row;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
