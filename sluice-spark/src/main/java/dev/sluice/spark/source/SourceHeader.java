package dev.sluice.spark.source;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.FileHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file's header says, against what the pipeline asks for.
 *
 * @param path the file's full URI
 * @param names the header as written; empty where the format has none, or the file is empty
 * @param missing required columns that the file lacks: all its records go to quarantine
 * @param absent other columns that the file lacks: they are null
 * @param unused names that no column of the pipeline reads
 * @param problem why all records of the file go to quarantine; null if they do not
 * @param columns the names with their types; empty where the file does not tell its names
 * @param text what the file begins with, from which its header can be read again; empty where it has none
 */
public record SourceHeader(
        String path,
        List<String> names,
        List<String> missing,
        List<String> absent,
        List<String> unused,
        @Nullable String problem,
        List<SeenColumn> columns,
        String text) {
    public SourceHeader {
        requireNonNull(path, "path");
        names = List.copyOf(names);
        missing = List.copyOf(missing);
        absent = List.copyOf(absent);
        unused = List.copyOf(unused);
        columns = List.copyOf(columns);
    }

    static SourceHeader of(String path, List<SourceColumn> columns, FileHead head, String text) {
        List<String> missing = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        List<String> unused = new ArrayList<>(head.names());
        if (!head.names().isEmpty()) {
            for (int i = 0; i < columns.size(); i++) {
                int field = head.fields().get(i);
                if (field >= 0) {
                    unused.remove(head.names().get(field));
                } else {
                    (columns.get(i).required() ? missing : absent)
                            .add(columns.get(i).name());
                }
            }
        }
        String problem = head.problem() == null ? null : head.problem().message();
        return new SourceHeader(
                path,
                head.names(),
                missing,
                absent,
                unused,
                problem,
                head.names().stream().map(name -> new SeenColumn(name, null)).toList(),
                text);
    }
}
