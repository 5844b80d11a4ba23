package dev.sluice.core.yaml;

import static dev.sluice.api.ErrorCode.DUPLICATE_KEY;
import static dev.sluice.api.ErrorCode.YAML_ALIAS;
import static dev.sluice.api.ErrorCode.YAML_KEY;
import static dev.sluice.api.ErrorCode.YAML_SEVERAL_DOCUMENTS;
import static dev.sluice.api.ErrorCode.YAML_TAG;
import static dev.sluice.api.ErrorCode.YAML_TOO_DEEP;

import dev.sluice.api.Location;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;

/** Makes a tree of a parser's events, without ever following an alias or a tag. */
final class TreeBuilder {
    private final Parser parser;
    private final String[] lines;
    private final String file;
    private final String layer;
    private final Problems problems;

    TreeBuilder(Parser parser, String text, String file, String layer, Problems problems) {
        this.parser = parser;
        this.lines = text.split("\r\n|\n|\r", -1);
        this.file = file;
        this.layer = layer;
        this.problems = problems;
    }

    /** Nothing if the text nests too deep to go on. */
    Optional<Tree> document() {
        parser.next(); // stream start
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return Optional.of(new MapTree(Map.of(), new Origin(new Location(file, 1, 1, 1), layer)));
        }
        parser.next(); // document start
        Tree tree = value(parser.next(), 0);
        if (tree == null) {
            return Optional.empty();
        }
        parser.next(); // document end
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            problems.add(at(parser.peekEvent(), 3), YAML_SEVERAL_DOCUMENTS, "a second document begins here");
        }
        return Optional.of(tree);
    }

    private @Nullable Tree value(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            String name = alias.getAlias().getValue();
            problems.add(at(event, name.length() + 1), YAML_ALIAS, "the alias '*%s' is not allowed".formatted(name));
            return new Scalar("", true, new Origin(at(event, 1), layer));
        }
        refuseAnchorAndTag((NodeEvent) event);
        if (event instanceof ScalarEvent scalar) {
            return new Scalar(scalar.getValue(), scalar.isPlain(), new Origin(place(scalar), layer));
        }
        if (depth == YamlReader.MAX_DEPTH) {
            problems.add(
                    at(event, 1),
                    YAML_TOO_DEEP,
                    "the text nests deeper than %d levels".formatted(YamlReader.MAX_DEPTH));
            return null;
        }
        return event.getEventId() == Event.ID.MappingStart ? map(event, depth) : list(event, depth);
    }

    private @Nullable Tree list(Event start, int depth) {
        List<Tree> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            Tree item = value(parser.next(), depth + 1);
            if (item == null) {
                return null;
            }
            items.add(item);
        }
        parser.next();
        return new ListTree(items, new Origin(at(start, 1), layer));
    }

    private @Nullable Tree map(Event start, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Tree key = value(parser.next(), depth + 1);
            Tree value = key == null ? null : value(parser.next(), depth + 1);
            if (key == null || value == null) {
                return null;
            }
            if (!(key instanceof Scalar scalar) || scalar.text().isEmpty()) {
                problems.add(
                        key.location(),
                        YAML_KEY,
                        "a key must be text, not " + (key instanceof Scalar ? "empty" : key.shape()));
                continue;
            }
            Entry entry = new Entry(scalar.text(), key.location(), value);
            Entry first = entries.putIfAbsent(entry.key(), entry);
            if (first != null) {
                problems.add(
                        entry.keyLocation(),
                        DUPLICATE_KEY,
                        "the key '%s' stands twice".formatted(entry.key()),
                        "it stands in line %d already"
                                .formatted(first.keyLocation().line()));
            }
        }
        parser.next();
        Location location = ((CollectionStartEvent) start).isFlow() || entries.isEmpty()
                ? at(start, 1)
                : entries.values().iterator().next().keyLocation();
        return new MapTree(entries, new Origin(location, layer));
    }

    private void refuseAnchorAndTag(NodeEvent event) {
        event.getAnchor()
                .ifPresent(anchor -> problems.add(
                        at(event, anchor.getValue().length() + 1),
                        YAML_ALIAS,
                        "the anchor '&%s' is not allowed".formatted(anchor.getValue())));
        Optional<String> tag =
                event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        tag.ifPresent(name -> problems.add(at(event, 1), YAML_TAG, "the tag '%s' is not allowed".formatted(name)));
    }

    private Location at(Event event, int length) {
        Mark mark = event.getStartMark().orElseThrow();
        return new Location(file, mark.getLine() + 1, mark.getColumn() + 1, length);
    }

    private Location place(ScalarEvent event) {
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElseThrow();
        String text = event.getValue();
        int quote = event.isSQuoted() || event.isDQuoted() ? 1 : 0;
        String line = start.getLine() < lines.length ? lines[start.getLine()] : "";
        int from = Math.min(line.length(), charOffset(line, start.getColumn() + quote));
        if (end.getLine() == start.getLine() && !text.isEmpty() && line.startsWith(text, from)) {
            return new Location(
                    file, start.getLine() + 1, start.getColumn() + 1 + quote, text.codePointCount(0, text.length()));
        }
        int length = end.getLine() == start.getLine() ? end.getColumn() - start.getColumn() : 1;
        return new Location(file, start.getLine() + 1, start.getColumn() + 1, length);
    }

    private static int charOffset(String line, int codePoints) {
        return line.offsetByCodePoints(0, Math.min(codePoints, line.codePointCount(0, line.length())));
    }
}
