package dev.sluice.spark.source.text;

import dev.sluice.api.ReasonCode;
import java.util.ArrayList;
import java.util.List;

/** Finds the pipeline's columns among the names that a format's options, not its files, give to the fields. */
public final class FieldNames {
    private FieldNames() {}

    /** The head of every file of a format with these fields. */
    public static FileHead head(List<String> names, ReadColumns columns) {
        List<Integer> fields = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            int field = columns.spellings(column).stream()
                    .mapToInt(names::indexOf)
                    .filter(index -> index >= 0)
                    .findFirst()
                    .orElse(-1);
            fields.add(field);
            if (field < 0 && columns.required(column)) {
                missing.add(columns.name(column));
            }
        }
        ParseProblem problem = missing.isEmpty()
                ? null
                : ParseProblem.ofRecord(
                        ReasonCode.HEADER_MISMATCH,
                        "The format's options give no %s; they give: %s"
                                .formatted(String.join(", ", missing), String.join(", ", names)));
        return new FileHead(names, fields, -1, problem);
    }
}
