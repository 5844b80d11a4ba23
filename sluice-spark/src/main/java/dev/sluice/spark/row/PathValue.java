package dev.sluice.spark.row;

import dev.sluice.api.row.RecordView;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value that a path such as {@code orders[3].price} leads to, as text. */
final class PathValue {
    private static final Pattern STEP = Pattern.compile("\\[([^\\]]*)]|\\.?([^.\\[]+)");
    private static final Pattern INDEX = Pattern.compile("\\[[^\\]]*]");

    private PathValue() {}

    /** Null where the path leads nowhere, or to null. */
    static @Nullable String text(RecordView record, String path) {
        if (record.columns().contains(path)) {
            return text(record.value(path));
        }
        Object value = record;
        Matcher step = STEP.matcher(path);
        int end = 0;
        while (value != null && end < path.length()) {
            if (!step.find(end) || step.start() != end) {
                return null;
            }
            end = step.end();
            value = step.group(1) != null ? element(value, step.group(1)) : field(value, step.group(2));
        }
        return text(value);
    }

    /** The path without indices and keys: what all elements of an array have in common. */
    static String pattern(String path) {
        return path.indexOf('[') < 0 ? path : INDEX.matcher(path).replaceAll("[]");
    }

    private static @Nullable Object field(Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map.get(name);
        }
        return value instanceof RecordView record && record.columns().contains(name) ? record.value(name) : null;
    }

    private static @Nullable Object element(Object value, String key) {
        if (value instanceof List<?> list) {
            int index = key.matches("\\d{1,9}") ? Integer.parseInt(key) : -1;
            return index >= 0 && index < list.size() ? list.get(index) : null;
        }
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (String.valueOf(entry.getKey()).equals(key)) {
                    return entry.getValue();
                }
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        boolean nested = value instanceof List<?> || value instanceof Map<?, ?> || value instanceof RecordView;
        return nested ? json(value) : plain(value);
    }

    private static String plain(Object value) {
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }

    static String json(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(@Nullable Object value, StringBuilder json) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof List<?> list) {
            json.append('[');
            for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
                write(elements.next(), json);
                json.append(elements.hasNext() ? "," : "");
            }
            json.append(']');
        } else if (value instanceof Map<?, ?> map) {
            json.append('{');
            map.forEach((key, each) -> member(String.valueOf(key), each, json));
            json.append('}');
        } else if (value instanceof RecordView record) {
            json.append('{');
            record.columns().forEach(column -> member(column, record.value(column), json));
            json.append('}');
        } else {
            quote(plain(value), json);
        }
    }

    private static void member(String name, @Nullable Object value, StringBuilder json) {
        if (json.charAt(json.length() - 1) != '{') {
            json.append(',');
        }
        quote(name, json);
        json.append(':');
        write(value, json);
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
