package dev.sluice.core.testing;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.YamlReader;
import dev.sluice.core.yaml.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a case as a file of tests. */
public final class CaseYaml {
    private CaseYaml() {}

    /**
     * Writes the file.
     *
     * @param origin one line that says where the rows come from
     * @param rows by column
     * @param outcome what became of them, which is what the case expects
     * @param volatileColumns columns of the target whose values differ from run to run, which nothing is said of
     * @throws SluiceException {@code INVALID_TEST} if no file of tests can hold the rows
     */
    public static String write(
            String origin,
            String pipeline,
            String name,
            RunSetting when,
            List<? extends Map<String, ? extends @Nullable Object>> rows,
            Outcome outcome,
            Set<String> volatileColumns) {
        StringBuilder yaml = new StringBuilder();
        line(yaml, 0, "# " + origin);
        line(yaml, 0, "pipeline: " + YamlText.text(pipeline));
        line(yaml, 0, "now: " + when.now());
        line(yaml, 0, "cases:");
        line(yaml, 1, "- name: " + YamlText.text(name));
        line(yaml, 2, "given:");
        list(yaml, "rows", rows.stream().map(CaseYaml::map).toList());
        when(yaml, when);
        line(yaml, 2, "then:");
        line(yaml, 3, "state: " + outcome.result().state().word());
        list(
                yaml,
                "landed",
                outcome.landed().stream()
                        .map(row -> map(without(row, volatileColumns)))
                        .toList());
        list(yaml, "quarantined", outcome.bad().stream().map(CaseYaml::badRow).toList());
        return readable(yaml.toString());
    }

    private static String readable(String yaml) {
        Problems problems = new Problems();
        new YamlReader("the file", "test", problems).read(yaml.getBytes(StandardCharsets.UTF_8));
        List<Problem> found = problems.list();
        if (!found.isEmpty()) {
            throw new SluiceException(List.of(Problem.of(
                            ErrorCode.INVALID_TEST,
                            "Cannot make a test of these rows: " + found.get(0).message())
                    .withHint("take fewer rows with --rows, or leave large columns out with --mask COLUMN=null")));
        }
        return yaml;
    }

    private static void when(StringBuilder yaml, RunSetting when) {
        Map<String, String> said = new LinkedHashMap<>();
        when.environment().ifPresent(name -> said.put("environment", YamlText.text(name)));
        when.batchId().ifPresent(id -> said.put("batchId", YamlText.text(id)));
        if (!when.tags().isEmpty()) {
            said.put("tags", map(new TreeMap<>(when.tags())));
        }
        if (!when.set().isEmpty()) {
            said.put("set", value(when.set()));
        }
        if (!said.isEmpty()) {
            line(yaml, 2, "when:");
            said.forEach((key, text) -> line(yaml, 3, key + ": " + text));
        }
    }

    private static Map<String, @Nullable Object> without(Map<String, @Nullable Object> row, Set<String> columns) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>(row);
        left.keySet().removeAll(columns);
        return left;
    }

    private static void list(StringBuilder yaml, String key, List<String> items) {
        line(yaml, 3, key + (items.isEmpty() ? ": []" : ":"));
        items.forEach(item -> line(yaml, 4, "- " + item));
    }

    private static void line(StringBuilder yaml, int depth, String text) {
        yaml.append("  ".repeat(depth)).append(text).append('\n');
    }

    private static String badRow(FoundBadRow row) {
        return "{record: " + row.record() + ", reasons: "
                + row.reasons().stream()
                        .map(reason -> "{code: " + reason.code() + ", rule: " + YamlText.text(reason.rule()) + "}")
                        .collect(Collectors.joining(", ", "[", "]"))
                + "}";
    }

    private static String map(Map<String, ? extends @Nullable Object> values) {
        return values.entrySet().stream()
                .map(entry -> YamlText.text(entry.getKey()) + ": " + value(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String value(@Nullable Object value) {
        if (value == null) {
            return "~";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> value((Object) item)).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry ->
                            YamlText.text(String.valueOf(entry.getKey())) + ": " + value((Object) entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof Number || value instanceof Boolean
                ? ValueText.plain(value)
                : YamlText.text(ValueText.plain(value));
    }
}
