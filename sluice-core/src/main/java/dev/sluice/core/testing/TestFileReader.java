package dev.sluice.core.testing;

import static dev.sluice.api.ErrorCode.DUPLICATE_KEY;
import static dev.sluice.api.ErrorCode.INVALID_TEST;
import static dev.sluice.api.ErrorCode.INVALID_TYPE;

import dev.sluice.api.Location;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.TypeParser;
import dev.sluice.core.type.TypeSyntaxException;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one file of {@code tests/}. For one thread. */
final class TestFileReader {
    static final List<String> FILE_KEYS = List.of("pipeline", "now", "cases");
    static final List<String> CASE_KEYS = List.of("name", "pipeline", "given", "when", "then");
    static final List<String> GIVEN_KEYS = List.of("text", "file", "files", "rows", "paths", "tables");
    static final List<String> WHEN_KEYS = List.of("now", "environment", "batchId", "tags", "set");
    static final List<String> TABLE_KEYS = List.of("types", "rows");

    private final Problems problems;
    private final Map<String, Location> names = new HashMap<>();

    TestFileReader(Problems problems) {
        this.problems = problems;
    }

    List<TestCase> read(Tree tree) {
        Section file = Section.of(tree, "a file of tests", FILE_KEYS, problems);
        String pipeline = file.text("pipeline").orElse(null);
        Instant now = now(file).orElse(RunSetting.USUAL_NOW);
        List<TestCase> cases = new ArrayList<>();
        for (MapTree each : Section.maps(file.require("cases", tree), "cases", problems)) {
            testCase(each, pipeline, now).ifPresent(cases::add);
        }
        return cases;
    }

    private Optional<TestCase> testCase(MapTree tree, @Nullable String usualPipeline, Instant usualNow) {
        Section section = Section.of(tree, "a case", CASE_KEYS, problems);
        Scalar empty = new Scalar("", true, tree.origin());
        Tree nameTree = section.require("name", empty);
        String name = nameTree instanceof Scalar scalar ? scalar.text() : "";
        Location first = names.putIfAbsent(name, nameTree.location());
        if (first != null && !name.isEmpty()) {
            problems.add(
                    nameTree.location(),
                    DUPLICATE_KEY,
                    "two cases are called '%s'".formatted(name),
                    "the other stands in line %d".formatted(first.line()));
        }
        String pipeline = section.text("pipeline").orElse(usualPipeline);
        if (pipeline == null) {
            section.require("pipeline", empty);
            pipeline = "";
        }
        GivenInput given = given(Section.of(section.require("given", empty), "given", GIVEN_KEYS, problems));
        RunSetting when = section.find("when")
                .map(found -> when(Section.of(found, "when", WHEN_KEYS, problems), usualNow))
                .orElse(RunSetting.at(usualNow));
        Expectation then = new ThenReader(problems).read(section.require("then", empty));
        return Optional.of(new TestCase(name, nameTree.location(), pipeline, given, when, then));
    }

    private GivenInput given(Section section) {
        List<String> ways = List.of("text", "files", "rows", "paths").stream()
                .filter(section::has)
                .toList();
        if (ways.size() > 1) {
            problems.add(
                    section.location(),
                    INVALID_TEST,
                    "given has both %s and %s".formatted(ways.get(0), ways.get(1)),
                    "give the rows in one of these ways");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        section.text("text").ifPresent(text -> texts.put(section.text("file").orElse(""), text));
        section.entries("files").values().forEach(entry -> {
            if (entry.value() instanceof Scalar scalar) {
                texts.put(entry.key(), scalar.text());
            } else {
                section.wrongShape(entry.value(), "files." + entry.key(), "a text");
            }
        });
        texts.keySet().stream()
                .filter(name -> name.startsWith("/") || List.of(name.split("/")).contains(".."))
                .forEach(name -> problems.add(
                        section.location(), INVALID_TEST, "the file's name '%s' leads elsewhere".formatted(name)));
        Map<String, GivenTable> tables = new LinkedHashMap<>();
        section.entries("tables").values().forEach(entry -> tables.put(entry.key(), table(entry)));
        return new GivenInput(texts, section.maps("rows"), section.texts("paths"), tables);
    }

    private GivenTable table(Entry entry) {
        String title = "tables." + entry.key();
        if (!(entry.value() instanceof MapTree)) {
            return new GivenTable(Map.of(), Section.maps(entry.value(), title, problems));
        }
        Section section = Section.of(entry.value(), title, TABLE_KEYS, problems);
        Map<String, ColumnType> types = new LinkedHashMap<>();
        for (Entry type : section.entries("types").values()) {
            try {
                types.put(type.key(), TypeParser.parse(type.value() instanceof Scalar scalar ? scalar.text() : ""));
            } catch (TypeSyntaxException e) {
                problems.add(type.value().location(), INVALID_TYPE, String.valueOf(e.getMessage()));
            }
        }
        return new GivenTable(types, section.maps("rows"));
    }

    private RunSetting when(Section section, Instant usualNow) {
        List<String> set = new ArrayList<>();
        if (section.find("set").orElse(null) instanceof ListTree) {
            set.addAll(section.texts("set"));
        } else {
            values(section, "set").forEach((key, value) -> set.add(key + "=" + value));
        }
        return new RunSetting(
                now(section).orElse(usualNow),
                section.text("environment"),
                section.text("batchId"),
                values(section, "tags"),
                set);
    }

    private static Map<String, String> values(Section section, String key) {
        Map<String, String> values = new LinkedHashMap<>();
        section.entries(key).values().forEach(entry -> {
            if (entry.value() instanceof Scalar scalar) {
                values.put(entry.key(), scalar.text());
            } else {
                section.wrongShape(entry.value(), key + "." + entry.key(), "a single value");
            }
        });
        return values;
    }

    private Optional<Instant> now(Section section) {
        return section.scalar("now").flatMap(scalar -> {
            try {
                return Optional.of(OffsetDateTime.parse(scalar.text()).toInstant());
            } catch (DateTimeException e) {
                problems.add(
                        scalar.location(),
                        INVALID_TEST,
                        "now must be a time such as 2026-01-31T12:00:00Z, not '%s'".formatted(scalar.text()));
                return Optional.empty();
            }
        });
    }
}
