package dev.sluice.spark.row;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowOutput;
import dev.sluice.api.row.RowReason;
import dev.sluice.core.plan.NestedPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** One row as a step sees it that is bound to values within columns: as many records as there are elements. */
final class BoundRow {
    private final Binding binding;
    private final StructType reads;
    private final InternalRow row;
    private final SparkRecord record;
    private final StructType writes;
    /** By column. */
    private final Map<String, @Nullable Object> trees = new LinkedHashMap<>();

    private final Map<String, @Nullable Object> plain = new HashMap<>();

    /** @param writes the types of all that the step writes, under the plug-in's names */
    BoundRow(Binding binding, StructType reads, InternalRow row, StructType writes) {
        this.binding = binding;
        this.reads = reads;
        this.row = row;
        this.record = new SparkRecord(reads, row);
        this.writes = writes;
    }

    /**
     * Takes the nested columns apart.
     *
     * @return a reason where that cannot be done; null if it could
     */
    @Nullable
    RowReason open() {
        for (String root : binding.roots()) {
            int at = reads.fieldIndex(root);
            try {
                Object tree = row.isNullAt(at)
                        ? null
                        : isText(root)
                                ? JsonTree.read(row.getUTF8String(at))
                                : NestedValues.changeable(record.value(root));
                trees.put(root, tree);
            } catch (IOException e) {
                String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                return new RowReason(ReasonCode.NOT_JSON.name(), root, "no values can be found within: " + why);
            }
        }
        return null;
    }

    private boolean isText(String root) {
        return reads.apply(reads.fieldIndex(root)).dataType() instanceof StringType;
    }

    List<List<Object>> elements() {
        NestedPath deepest = binding.deepest();
        return binding.elements(deepest == null ? null : trees.get(deepest.column()));
    }

    /** What the plug-in sees of one element. */
    RecordView view(List<Object> keys) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String name : binding.names()) {
            NestedPath path = binding.reads().get(name);
            values.put(
                    name,
                    path == null
                            ? plain.computeIfAbsent(name, record::value)
                            : NestedValues.seen(
                                    NestedValues.get(
                                            trees.get(path.column()), NestedValues.concrete(path.steps(), keys)),
                                    isText(path.column())));
        }
        return RecordView.of(values);
    }

    /** Takes what the plug-in gives of one element. A call that is given up writes into one that no one reads. */
    final class Output implements RowOutput {
        private final List<RowReason> reasons = new ArrayList<>(0);
        private final Map<String, @Nullable Object> values = new HashMap<>();

        @Override
        public void add(String code, String path, String message) {
            reasons.add(new RowReason(code, path, message));
        }

        @Override
        public void set(String column, @Nullable Object value) {
            if (writes.getFieldIndex(column).isEmpty()) {
                throw new IllegalArgumentException("the step does not declare that it writes '" + column + "'");
            }
            // Where it lands in a text, what it is said to be is checked all the same.
            SparkValues.of(value, writes.apply(column).dataType(), "the column '" + column + "'");
            values.put(column, value);
        }

        /** Hands all on, with the place of the element. */
        void into(GivenResult result, List<Object> keys) {
            for (RowReason reason : reasons) {
                String path = NestedValues.concrete(reason.path(), keys);
                result.addFound(reason.code(), path, value(path), reason.message());
            }
            for (String column : writes.fieldNames()) {
                NestedPath path = binding.writes().get(column);
                if (path == null) {
                    result.set(column, values.get(column));
                } else {
                    trees.put(
                            path.column(),
                            NestedValues.set(
                                    trees.get(path.column()),
                                    NestedValues.concrete(path.steps(), keys),
                                    NestedValues.given(values.get(column))));
                }
            }
        }
    }

    /** The value at the path, for reasons. */
    private @Nullable String value(String path) {
        return PathValue.text(whole(), path);
    }

    private RecordView whole() {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        for (String column : reads.fieldNames()) {
            whole.put(column, trees.containsKey(column) ? trees.get(column) : record.value(column));
        }
        return RecordView.of(whole);
    }

    /** The path of a call that failed. */
    @Nullable
    String subject(List<Object> keys) {
        String subject = binding.subject();
        return subject == null ? null : NestedValues.concrete(subject, keys);
    }

    /** Hands the changed columns on. */
    void changed(GivenResult result, StructType made) {
        for (String root : binding.writes().values().stream()
                .map(NestedPath::column)
                .distinct()
                .toList()) {
            DataType type = made.apply(root).dataType();
            Object tree = trees.get(root);
            Object value = tree == null
                    ? null
                    : type instanceof StringType ? JsonTree.write(tree) : SparkValues.of(tree, type, root);
            result.put(root, value);
        }
    }

    /** The value of a text that is no JSON. */
    @Nullable
    String text(String root) {
        UTF8String text = row.getUTF8String(reads.fieldIndex(root));
        return text == null ? null : text.toString();
    }
}
