package dev.sluice.core.yaml;

import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The YAML engine's complaints in the words of a user who wrote a pipeline. */
final class Wording {
    private Wording() {}

    /** @param line the one in which the problem is */
    static String syntax(MarkedYamlEngineException e, String line) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        String lower = problem.toLowerCase(Locale.ROOT);
        if (lower.contains("'\\t'") || lower.contains("\\t(tab)") || lower.contains("tab")) {
            return "a tab cannot indent a line; use spaces";
        }
        if (lower.contains("mapping values are not allowed")) {
            return "a second ': ' on the line; put quotes around the value";
        }
        if (lower.contains("could not find expected ':'")) {
            return "a ':' is missing after the key";
        }
        if (lower.contains("expected <block end>")) {
            return "this line does not belong to the section above it; check its indentation";
        }
        if (lower.contains("found unexpected end of stream") || lower.contains("<stream end>")) {
            return "the text ends before a quote or bracket is closed";
        }
        if (lower.contains("expected ',' or '") && line.contains("${")) {
            return "a value with '${' cannot stand within { } or [ ]; put quotes around it";
        }
        if (lower.contains("expected ',' or '")) {
            return problem.contains("]") ? "a ',' or ']' is missing" : "a ',' or '}' is missing";
        }
        return problem.isEmpty() ? syntax((YamlEngineException) e) : oneLine(problem);
    }

    static String syntax(YamlEngineException e) {
        return e.getMessage() == null ? "the text is not YAML" : oneLine(e.getMessage());
    }

    private static String oneLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
