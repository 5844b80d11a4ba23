package dev.sluice.spark.source.typed;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** How nested values of ORC are read. */
final class OrcNested {
    private OrcNested() {}

    static OrcValue list(TypeDescription type) throws FileFault {
        OrcValue element = OrcValue.of(type.getChildren().get(0));
        return new OrcValue(DataTypes.createArrayType(element.type(), true), (vector, row) -> {
            ListColumnVector list = (ListColumnVector) vector;
            return array(element, list.child, list.offsets[row], list.lengths[row]);
        });
    }

    static OrcValue map(TypeDescription type) throws FileFault {
        OrcValue key = OrcValue.of(type.getChildren().get(0));
        OrcValue value = OrcValue.of(type.getChildren().get(1));
        return new OrcValue(DataTypes.createMapType(key.type(), value.type(), true), (vector, row) -> {
            MapColumnVector map = (MapColumnVector) vector;
            return new ArrayBasedMapData(
                    array(key, map.keys, map.offsets[row], map.lengths[row]),
                    array(value, map.values, map.offsets[row], map.lengths[row]));
        });
    }

    static OrcValue struct(TypeDescription type) throws FileFault {
        StructType fields = new StructType();
        List<OrcValue> values = new ArrayList<>();
        for (int i = 0; i < type.getChildren().size(); i++) {
            OrcValue value = OrcValue.of(type.getChildren().get(i));
            fields = fields.add(type.getFieldNames().get(i), value.type(), true);
            values.add(value);
        }
        return new OrcValue(fields, (vector, row) -> {
            StructColumnVector struct = (StructColumnVector) vector;
            @Nullable Object[] fieldValues = new Object[values.size()];
            for (int i = 0; i < fieldValues.length; i++) {
                fieldValues[i] = values.get(i).at(struct.fields[i], row);
            }
            return new GenericInternalRow(fieldValues);
        });
    }

    private static GenericArrayData array(OrcValue element, ColumnVector child, long offset, long length)
            throws FileFault {
        @Nullable Object[] elements = new Object[Math.toIntExact(length)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = element.at(child, Math.toIntExact(offset + i));
        }
        return new GenericArrayData(elements);
    }
}
