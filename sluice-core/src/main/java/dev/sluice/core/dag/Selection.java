package dev.sluice.core.dag;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.type.DidYouMean;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which pipelines are meant, in the grammar of dbt's node selection: {@code +a} is a and all that it reads from, {@code a+}
 * is a and all that reads from it, {@code 2+a} and {@code a+2} go so many steps; {@code *} stands for any characters of a
 * name. What commas join must hold together; what blanks join, or several selections say, is taken together.
 */
public final class Selection {
    private static final Pattern PART = Pattern.compile("(?:(\\d*)(\\+))?([A-Za-z0-9_*-]+)(?:(\\+)(\\d*))?");

    private Selection() {}

    /**
     * The names of the pipelines, each after its parents.
     *
     * @throws SluiceException {@code INVALID_SELECTION}; {@code NOTHING_SELECTED} where nothing is left
     */
    public static List<String> of(List<String> texts, PipelineDag dag) {
        Set<String> selected = new HashSet<>();
        for (String text : texts) {
            for (String union : text.strip().split("\\s+")) {
                selected.addAll(together(union, text, dag));
            }
        }
        List<String> names = dag.names().stream().filter(selected::contains).toList();
        if (names.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.NOTHING_SELECTED,
                    "Cannot select pipelines: there is none for '%s'".formatted(String.join(" ", texts)));
        }
        return names;
    }

    private static Set<String> together(String parts, String text, PipelineDag dag) {
        Set<String> all = new HashSet<>(dag.names());
        for (String part : parts.split(",", -1)) {
            all.retainAll(part(part, text, dag));
        }
        return all;
    }

    private static Set<String> part(String part, String text, PipelineDag dag) {
        Matcher form = PART.matcher(part);
        if (!form.matches()) {
            throw new SluiceException(Problem.of(
                            ErrorCode.INVALID_SELECTION,
                            "Cannot select pipelines by '%s': '%s' is no name of one".formatted(text, part))
                    .withHint("write a name, +name, name+ or +name+"));
        }
        Set<String> found = new HashSet<>();
        for (String name : named(form.group(3), dag)) {
            found.add(name);
            if (form.group(2) != null) {
                found.addAll(dag.ancestors(name, steps(form.group(1))));
            }
            if (form.group(4) != null) {
                found.addAll(dag.descendants(name, steps(form.group(5))));
            }
        }
        return found;
    }

    private static int steps(String digits) {
        return digits.isEmpty() || digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static List<String> named(String pattern, PipelineDag dag) {
        Pattern names = Pattern.compile(pattern.replace("-", "\\-").replace("*", ".*"));
        List<String> found = dag.names().stream()
                .filter(name -> names.matcher(name).matches())
                .toList();
        if (found.isEmpty()) {
            String hint = DidYouMean.hint(pattern, dag.names());
            throw new SluiceException(Problem.of(
                            ErrorCode.INVALID_SELECTION,
                            "Cannot select '%s': no pipeline has that name".formatted(pattern))
                    .withHint(hint == null ? "pipelines: " + String.join(", ", dag.names()) : hint));
        }
        return found;
    }
}
