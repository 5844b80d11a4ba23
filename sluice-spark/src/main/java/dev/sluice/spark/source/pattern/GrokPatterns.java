package dev.sluice.spark.source.pattern;

import io.krakens.grok.api.Grok;
import io.krakens.grok.api.GrokCompiler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;

/**
 * Makes regular expressions of Grok patterns. The library only puts the definitions in; matching is ours, for it must be
 * bounded.
 */
final class GrokPatterns {
    private GrokPatterns() {}

    /**
     * The pattern's expression, and the columns that {@code %{SYNTAX:column}} names.
     *
     * @param definitions beside those that the library brings, and before them
     * @throws IllegalArgumentException if a definition is missing, refers to itself, or is no expression
     */
    static LinePattern of(String pattern, Map<String, String> definitions) {
        GrokCompiler compiler = GrokCompiler.newInstance();
        compiler.registerDefaultPatterns();
        compiler.register(definitions);
        Grok grok = compiler.compile(pattern, true);
        Pattern regex = Pattern.compile(grok.getNamedRegex());
        List<String> groups = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        LinePattern.named(regex).groups().stream()
                .sorted(Comparator.comparingInt(group -> grok.getNamedRegex().indexOf("(?<" + group + ">")))
                .forEach(group -> {
                    groups.add(group);
                    columns.add(column(group, grok.getNamedRegexCollection()));
                });
        return new LinePattern(regex, groups, columns);
    }

    /** A group of the library's has the name in the pattern, without the type that may follow it; others their own. */
    private static String column(String group, Map<String, String> names) {
        return names.entrySet().stream()
                .filter(entry -> entry.getKey().equals(group))
                .map(Entry::getValue)
                .map(name -> name.split("[:;]", 2)[0])
                .findFirst()
                .orElse(group);
    }
}
