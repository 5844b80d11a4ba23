package dev.sluice.spark.source.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The values of a record's element by name: its attributes, its own text, its elements. */
final class XmlValues {
    /** Thrown where elements are nested too deeply. */
    static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooDeep(int maxDepth) {
            super("Elements are nested more than %d deep".formatted(maxDepth), null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    /** In place of an element that says it is nil. */
    private static final Object NIL = new Object();

    private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    private final XmlDialect dialect;
    private final Set<String> wanted;
    private final Set<String> lists;
    private final Map<String, List<Object>> found = new HashMap<>();

    /** @param wanted the names that are asked for */
    XmlValues(XmlDialect dialect, Set<String> wanted) {
        this.dialect = dialect;
        this.wanted = wanted;
        this.lists = new HashSet<>(dialect.lists());
    }

    /** Reads the only element within the root; all of it, for it must be well-formed whatever is asked for. */
    void read(XMLStreamReader parser) throws XMLStreamException {
        found.clear();
        parser.nextTag();
        parser.nextTag();
        attributes(parser, found, wanted);
        StringBuilder text = new StringBuilder();
        boolean elements = content(parser, 1, found, wanted, text);
        if (wanted.contains(dialect.textKey()) && (!elements || !text.toString().isBlank())) {
            found.computeIfAbsent(dialect.textKey(), key -> new ArrayList<>()).add(text.toString());
        }
        while (parser.hasNext()) {
            parser.next();
        }
    }

    /** The value as text or JSON; null for none. */
    @Nullable
    String text(String name) {
        List<Object> all = found.get(name);
        if (all == null) {
            return null;
        }
        if (all.size() > 1 || lists.contains(name)) {
            StringBuilder json = new StringBuilder();
            list(json, all);
            return json.toString();
        }
        Object only = all.get(0);
        if (only == NIL) {
            return null;
        }
        if (only instanceof String text) {
            return text;
        }
        StringBuilder json = new StringBuilder();
        value(json, only);
        return json.toString();
    }

    private boolean attributes(XMLStreamReader parser, Map<String, List<Object>> into, @Nullable Set<String> names) {
        boolean nil = false;
        for (int i = 0; i < parser.getAttributeCount(); i++) {
            String local = parser.getAttributeLocalName(i);
            if (SCHEMA_INSTANCE.equals(parser.getAttributeNamespace(i))) {
                String value = parser.getAttributeValue(i);
                nil |= local.equals("nil") && (value.equals("true") || value.equals("1"));
                continue;
            }
            String name = dialect.attributePrefix() + local;
            if (names == null || names.contains(name)) {
                into.computeIfAbsent(name, key -> new ArrayList<>()).add(parser.getAttributeValue(i));
            }
        }
        return nil;
    }

    /**
     * Reads up to the end of the element at hand.
     *
     * @param names the elements that are kept; null for all
     * @return whether it has elements
     */
    private boolean content(
            XMLStreamReader parser,
            int depth,
            Map<String, List<Object>> into,
            @Nullable Set<String> names,
            StringBuilder text)
            throws XMLStreamException {
        if (depth > dialect.maxDepth()) {
            throw new TooDeep(dialect.maxDepth());
        }
        boolean elements = false;
        while (true) {
            switch (parser.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    elements = true;
                    String name = parser.getLocalName();
                    boolean kept = names == null || names.contains(name);
                    Object value = element(parser, depth + 1, kept);
                    if (kept) {
                        into.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return elements;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(parser.getTextCharacters(), parser.getTextStart(), parser.getTextLength());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException(
                            "The entity '%s' is not declared".formatted(parser.getLocalName()), parser.getLocation());
                default -> {
                    // Comments and instructions say nothing of the values.
                }
            }
        }
    }

    /** A text, or a map of lists where the element has attributes or elements. */
    private Object element(XMLStreamReader parser, int depth, boolean kept) throws XMLStreamException {
        Map<String, List<Object>> members = new LinkedHashMap<>();
        Set<String> none = kept ? null : Set.of();
        boolean nil = attributes(parser, members, none);
        StringBuilder text = new StringBuilder();
        boolean elements = content(parser, depth, members, none, text);
        if (nil) {
            return NIL;
        }
        if (members.isEmpty()) {
            return text.toString();
        }
        if (!elements || !text.toString().isBlank()) {
            members.computeIfAbsent(dialect.textKey(), key -> new ArrayList<>()).add(text.toString());
        }
        return members;
    }

    private void value(StringBuilder json, Object value) {
        if (value == NIL) {
            json.append("null");
        } else if (value instanceof Map<?, ?> members) {
            char separator = '{';
            for (Map.Entry<?, ?> member : members.entrySet()) {
                json.append(separator);
                string(json, (String) member.getKey());
                json.append(':');
                List<?> all = (List<?>) member.getValue();
                if (all.size() > 1 || lists.contains(member.getKey())) {
                    list(json, all);
                } else {
                    value(json, all.get(0));
                }
                separator = ',';
            }
            json.append('}');
        } else {
            string(json, (String) value);
        }
    }

    private void list(StringBuilder json, List<?> values) {
        char separator = '[';
        for (Object value : values) {
            json.append(separator);
            value(json, value);
            separator = ',';
        }
        json.append(']');
    }

    private static void string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
