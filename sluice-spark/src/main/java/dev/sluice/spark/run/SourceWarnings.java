package dev.sluice.spark.run;

import dev.sluice.spark.source.SourceHeader;
import dev.sluice.spark.source.SourceRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the headers of the files make a user want to know, one line for each kind rather than for each file. */
final class SourceWarnings {
    private SourceWarnings() {}

    /** @param quiet whether only what sends records to quarantine is to be told */
    static List<String> of(SourceRows source, boolean quiet) {
        List<String> warnings = new ArrayList<>(source.warnings());
        warnings.addAll(of(source.headers(), quiet));
        return warnings;
    }

    private static List<String> of(List<SourceHeader> headers, boolean quiet) {
        Map<String, List<String>> unused = new LinkedHashMap<>();
        Map<String, List<String>> absent = new LinkedHashMap<>();
        Map<String, List<String>> refused = new LinkedHashMap<>();
        for (SourceHeader header : headers) {
            String problem = header.problem();
            if (problem != null) {
                note(refused, problem, header.path());
            } else if (!quiet) {
                note(unused, named(header.unused()), header.path());
                note(absent, named(header.absent()), header.path());
            }
        }
        List<String> warnings = new ArrayList<>();
        refused.forEach((problem, files) ->
                warnings.add("all records of %s go to quarantine: %s".formatted(some(files), problem)));
        absent.forEach((columns, files) -> warnings.add("header lacks %s: null in %s".formatted(columns, some(files))));
        unused.forEach((columns, files) -> warnings.add("no step reads %s of %s".formatted(columns, some(files))));
        return warnings;
    }

    private static void note(Map<String, List<String>> notes, String what, String file) {
        if (!what.isEmpty()) {
            notes.computeIfAbsent(what, any -> new ArrayList<>()).add(file);
        }
    }

    private static String named(List<String> columns) {
        if (columns.isEmpty()) {
            return "";
        }
        int shown = 12;
        String names = String.join(", ", columns.subList(0, Math.min(shown, columns.size())));
        String more = columns.size() > shown ? " and " + (columns.size() - shown) + " more" : "";
        return (columns.size() == 1 ? "column " : "columns ") + names + more;
    }

    private static String some(List<String> files) {
        String first = files.get(0).substring(files.get(0).lastIndexOf('/') + 1);
        return files.size() == 1 ? first : first + " and " + (files.size() - 1) + " more files";
    }
}
