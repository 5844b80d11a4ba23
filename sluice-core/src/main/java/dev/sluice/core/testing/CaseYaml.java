package dev.sluice.core.testing;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a case as a file of tests. */
public final class CaseYaml {
    private CaseYaml() {}

    /**
     * @param origin one line that says where the rows come from
     * @param rows by column
     * @param outcome what became of them, which is what the case expects
     */
    public static String write(
            String origin,
            String pipeline,
            String name,
            Instant now,
            List<? extends Map<String, ? extends @Nullable Object>> rows,
            Outcome outcome) {
        StringBuilder yaml = new StringBuilder();
        line(yaml, 0, "# " + origin);
        line(yaml, 0, "pipeline: " + text(pipeline));
        line(yaml, 0, "now: " + now);
        line(yaml, 0, "cases:");
        line(yaml, 1, "- name: " + text(name));
        line(yaml, 2, "given:");
        list(yaml, "rows", rows.stream().map(CaseYaml::map).toList());
        line(yaml, 2, "then:");
        line(yaml, 3, "state: " + outcome.result().state().word());
        list(yaml, "landed", outcome.landed().stream().map(CaseYaml::map).toList());
        list(yaml, "quarantined", outcome.bad().stream().map(CaseYaml::badRow).toList());
        return yaml.toString();
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
                        .map(reason -> "{code: " + reason.code() + ", rule: " + text(reason.rule()) + "}")
                        .collect(Collectors.joining(", ", "[", "]"))
                + "}";
    }

    private static String map(Map<String, ? extends @Nullable Object> values) {
        return values.entrySet().stream()
                .map(entry -> text(entry.getKey()) + ": " + value(entry.getValue()))
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
                    .map(entry -> text(String.valueOf(entry.getKey())) + ": " + value((Object) entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof Number || value instanceof Boolean
                ? ValueText.plain(value)
                : text(ValueText.plain(value));
    }

    /** In quotes unless no reader could take it for anything but this text. */
    private static String text(String text) {
        boolean plain = text.matches("[A-Za-z][A-Za-z0-9_.()-]*( [A-Za-z0-9_.()-]+)*")
                && !text.matches("(?i)null|true|false|yes|no|on|off");
        return plain ? text : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
