package dev.sluice.spark.source;

import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.typed.FileColumn;
import dev.sluice.spark.source.typed.FileShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Where a file has the columns of the pipeline. Arrays, for it travels to the tasks.
 *
 * @param names the file's name of each column; null where it lacks the column
 * @param types the file's own type; null where it lacks the column
 * @param problems why the column cannot be read; null where it can
 * @param header why all records of the file are bad ones; null if they are not
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TypedBinding(
        @Nullable String[] names,
        @Nullable DataType[] types,
        @Nullable String[] problems,
        @Nullable String header) implements Serializable {
    static TypedBinding of(FileShape shape, List<SourceColumn> columns) {
        Map<String, FileColumn> found = new LinkedHashMap<>();
        Set<String> doubled = new HashSet<>();
        for (FileColumn column : shape.columns()) {
            if (found.putIfAbsent(column.name(), column) != null) {
                doubled.add(column.name());
            }
        }
        @Nullable String[] names = new String[columns.size()];
        @Nullable DataType[] types = new DataType[columns.size()];
        @Nullable String[] problems = new String[columns.size()];
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            FileColumn column = find(columns.get(i), found);
            if (column != null) {
                names[i] = column.name();
                types[i] = column.type();
                problems[i] =
                        doubled.contains(column.name()) ? "the file has the column more than once" : column.problem();
            } else if (columns.get(i).required()) {
                missing.add(columns.get(i).name());
            }
        }
        String header = missing.isEmpty()
                ? null
                : "The file lacks %s; it has: %s".formatted(String.join(", ", missing), shorten(found.keySet()));
        return new TypedBinding(names, types, problems, header);
    }

    private static @Nullable FileColumn find(SourceColumn column, Map<String, FileColumn> found) {
        FileColumn own = found.get(column.name());
        for (int i = 0; own == null && i < column.aliases().size(); i++) {
            own = found.get(column.aliases().get(i));
        }
        return own;
    }

    private static String shorten(Set<String> names) {
        String text = String.join(", ", names);
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
