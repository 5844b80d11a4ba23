package dev.sluice.spark.source.xml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The elements that are open around the records, and the namespaces that they declare. */
final class XmlScope {
    /** An open element and the namespaces in scope within it, by prefix; the default one has none. */
    private record Open(String name, Map<String, String> namespaces) {}

    private static final Pattern ATTRIBUTE = Pattern.compile("\\s([^\\s=/>]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

    private final Deque<Open> open = new ArrayDeque<>();

    int depth() {
        return open.size();
    }

    void open(String tag) {
        open.push(new Open(name(tag), with(tag)));
    }

    /** Closes the innermost element; false if it has another name. */
    boolean close(String name) {
        return !open.isEmpty() && open.pop().name().equals(name);
    }

    /** The qualified name of a tag without its {@code <}. */
    static String name(String tag) {
        int end = 0;
        while (end < tag.length() && " \t\r\n/>".indexOf(tag.charAt(end)) < 0) {
            end++;
        }
        return tag.substring(0, end);
    }

    /** The namespace of a tag's element; empty for none. */
    String namespace(String tag) {
        String name = name(tag);
        return with(tag).getOrDefault(name.substring(0, Math.max(0, name.indexOf(':'))), "");
    }

    private Map<String, String> with(String tag) {
        Map<String, String> outer = open.isEmpty() ? Map.of() : open.getFirst().namespaces();
        if (!tag.contains("xmlns")) {
            return outer;
        }
        Map<String, String> all = new HashMap<>(outer);
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            String attribute = matcher.group(1);
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            if (attribute.equals("xmlns")) {
                all.put("", value);
            } else if (attribute.startsWith("xmlns:")) {
                all.put(attribute.substring("xmlns:".length()), value);
            }
        }
        return all;
    }

    /** A start tag that declares the namespaces in scope, to parse a record alone. */
    String wrapper() {
        StringBuilder tag = new StringBuilder("<w");
        if (!open.isEmpty()) {
            open.getFirst().namespaces().forEach((prefix, uri) -> {
                String quote = uri.contains("\"") ? "'" : "\"";
                tag.append(prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix)
                        .append('=')
                        .append(quote)
                        .append(uri)
                        .append(quote);
            });
        }
        return tag.append('>').toString();
    }
}
