package dev.sluice.spark.source.typed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** How nested values of Avro and unions are read. */
final class AvroNested {
    private AvroNested() {}

    static AvroValue array(Schema schema, Set<String> around) throws FileFault {
        AvroValue element = AvroValue.of(schema.getElementType(), around);
        return new AvroValue(
                DataTypes.createArrayType(element.type(), true),
                in -> new GenericArrayData(elements(in, element.read()).toArray()));
    }

    static AvroValue map(Schema schema, Set<String> around) throws FileFault {
        AvroValue value = AvroValue.of(schema.getValueType(), around);
        return new AvroValue(DataTypes.createMapType(DataTypes.StringType, value.type(), true), in -> {
            List<@Nullable Object> keys = new ArrayList<>();
            List<@Nullable Object> values = elements(in, entry -> {
                int length = entry.readLength();
                keys.add(UTF8String.fromBytes(entry.data(), entry.skip(length), length));
                return value.read().from(entry);
            });
            if (new HashSet<>(keys).size() < keys.size()) {
                throw FileFault.corrupt("a map has a key twice");
            }
            return new ArrayBasedMapData(new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
        });
    }

    private static List<@Nullable Object> elements(AvroBytes in, AvroValue.Read element) throws FileFault {
        List<@Nullable Object> elements = new ArrayList<>();
        in.enter();
        for (long count = in.readCount(); count > 0; count = in.readCount()) {
            for (long i = 0; i < count; i++) {
                int start = in.position();
                elements.add(element.from(in));
                in.counted(start);
            }
        }
        in.leave();
        return elements;
    }

    static AvroValue record(Schema schema, Set<String> around) throws FileFault {
        if (around.contains(schema.getFullName())) {
            throw FileFault.corrupt("its type holds itself");
        }
        Set<String> inner = new HashSet<>(around);
        inner.add(schema.getFullName());
        StructType type = new StructType();
        List<AvroValue> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            AvroValue value = AvroValue.of(field.schema(), inner);
            type = type.add(field.name(), value.type(), true);
            fields.add(value);
        }
        return new AvroValue(type, in -> {
            @Nullable Object[] values = new Object[fields.size()];
            in.enter();
            for (int i = 0; i < values.length; i++) {
                values[i] = fields.get(i).read().from(in);
            }
            in.leave();
            return new GenericInternalRow(values);
        });
    }

    /** Of null and another type that one; of several simple types their texts. */
    static AvroValue union(List<Schema> branches, Set<String> around) throws FileFault {
        List<AvroValue> values = new ArrayList<>();
        Set<DataType> types = new HashSet<>();
        boolean simple = true;
        for (Schema branch : branches) {
            AvroValue value = AvroValue.of(branch, around);
            values.add(value);
            if (branch.getType() != Schema.Type.NULL) {
                types.add(value.type());
                simple &= branch.getLogicalType() == null && isSimple(branch.getType());
            }
        }
        if (types.size() <= 1) {
            DataType only = types.stream().findFirst().orElse(DataTypes.StringType);
            return new AvroValue(
                    only, in -> values.get(in.readIndex(values.size())).read().from(in));
        }
        if (!simple) {
            throw FileFault.corrupt("it is a union of types that have no common one");
        }
        return new AvroValue(DataTypes.StringType, in -> {
            Object value = values.get(in.readIndex(values.size())).read().from(in);
            return value == null || value instanceof UTF8String ? value : UTF8String.fromString(value.toString());
        });
    }

    private static boolean isSimple(Schema.Type type) {
        return switch (type) {
            case STRING, ENUM, INT, LONG, FLOAT, DOUBLE, BOOLEAN -> true;
            case NULL, BYTES, FIXED, ARRAY, MAP, RECORD, UNION -> false;
        };
    }

    /** Moves behind a value of any schema, also of one that cannot be read. */
    static void skip(Schema schema, AvroBytes in) throws FileFault {
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.skip(1);
            case INT, LONG, ENUM -> in.readLong();
            case FLOAT -> in.skip(Float.BYTES);
            case DOUBLE -> in.skip(Double.BYTES);
            case STRING, BYTES -> in.skip(in.readLength());
            case FIXED -> in.skip(schema.getFixedSize());
            case UNION ->
                skip(schema.getTypes().get(in.readIndex(schema.getTypes().size())), in);
            case ARRAY, MAP -> skipElements(schema, in);
            case RECORD -> {
                in.enter();
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), in);
                }
                in.leave();
            }
        }
    }

    private static void skipElements(Schema schema, AvroBytes in) throws FileFault {
        boolean map = schema.getType() == Schema.Type.MAP;
        Schema element = map ? schema.getValueType() : schema.getElementType();
        in.enter();
        for (long count = in.readCount(); count > 0; count = in.readCount()) {
            for (long i = 0; i < count; i++) {
                int start = in.position();
                if (map) {
                    in.skip(in.readLength());
                }
                skip(element, in);
                in.counted(start);
            }
        }
        in.leave();
    }
}
