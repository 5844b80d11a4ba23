package dev.sluice.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YamlTextTest {
    @Test
    void everyCharacterIsReadAsItWasWritten() {
        List<String> texts = new ArrayList<>();
        for (int c = 0; c < 0x3000; c++) {
            texts.add("a" + Character.toString(c));
        }
        for (int c : List.of(0xd800, 0xdfff, 0xe000, 0xfdd0, 0xfeff, 0xfffe, 0xffff, 0x1f600, 0x1fffe, 0x10ffff)) {
            texts.add(Character.toString(c) + "b");
        }

        assertThat(read(texts.stream().map(YamlText::quoted).toList())).isEqualTo(texts);
        assertThat(read(texts.stream().map(YamlText::text).toList())).isEqualTo(texts);
    }

    @Test
    void textsThatLookLikeSomethingElseStandInQuotes() {
        List<String> texts = List.of(
                "",
                " ",
                "a ",
                " a",
                "-",
                "- a",
                "~",
                "null",
                "Yes",
                "n",
                "on",
                "1",
                "-1.5",
                ".5",
                ".inf",
                "a: b",
                "a #b",
                "{a",
                "[a]",
                "a, b",
                "&a",
                "*a",
                "!a",
                "|",
                ">",
                "%a",
                "@a",
                "`a",
                "'a'",
                "\"a\"",
                "a\\b",
                "?",
                "1_000",
                "0x1f",
                "2026-01-01",
                "<<",
                "=",
                "...",
                "---",
                "a  b",
                "\u0085",
                "a\u2028b",
                "it's",
                "${v}");

        assertThat(texts)
                .extracting(YamlText::text)
                .allSatisfy(text -> assertThat(text).startsWith("\""));
        assertThat(read(texts.stream().map(YamlText::text).toList())).isEqualTo(texts);
    }

    @Test
    void plainWordsStandWithoutQuotes() {
        List<String> texts =
                List.of("gold", "cast(price)", "a b", "data/in-1.csv", "/tmp/x", "./x", "map<int> x", "_a");

        assertThat(texts).allSatisfy(text -> assertThat(YamlText.text(text)).isEqualTo(text));
        assertThat(read(texts)).isEqualTo(texts);
        assertThat(List.of("1", "-2.50", "true", "null"))
                .allSatisfy(value -> assertThat(YamlText.value(value)).isEqualTo(value));
        assertThat(YamlText.value("*.csv")).isEqualTo("\"*.csv\"");
    }

    @Test
    void referencesInLiteralsMeanNothing() {
        assertThat(YamlText.literals(List.of("a", "${b}"))).isEqualTo("[\"a\", \"$${b}\"]");
    }

    private static List<String> read(List<String> written) {
        Problems problems = new Problems();
        String yaml = IntStream.range(0, written.size())
                .mapToObj(i -> "k%d: %s".formatted(i, written.get(i)))
                .collect(Collectors.joining("\n"));
        String flow = written.stream().collect(Collectors.joining(", ", "\nall: [", "]\n"));
        Tree tree =
                new YamlReader("t.yaml", "t.yaml", problems).read(yaml + flow).orElse(null);
        assertThat(problems.list()).isEmpty();
        MapTree map = (MapTree) Objects.requireNonNull(tree);
        List<String> values = map.entries().values().stream()
                .map(Entry::value)
                .filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text())
                .toList();
        ListTree all = (ListTree) map.find("all").orElseThrow().value();
        assertThat(all.items()).extracting(item -> ((Scalar) item).text()).isEqualTo(values);
        return values;
    }
}
