package dev.sluice.spark.profile;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A column of the target that a source suggests.
 *
 * @param type as a pipeline declares it
 * @param formats of dates and times, as they were found; empty for ISO 8601
 * @param nothings texts that shall mean null
 * @param rules the type's first, then {@code required}, then others
 * @param notes what a person should know of the choice
 */
public record ProposedColumn(
        String name,
        String type,
        List<String> formats,
        List<String> nothings,
        List<ProposedRule> rules,
        List<String> notes) {
    public ProposedColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        formats = List.copyOf(formats);
        nothings = List.copyOf(nothings);
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
    }

    boolean required() {
        return rules.stream().anyMatch(rule -> rule.kind().equals("required"));
    }

    /** The rule of a validator; {@code cast} for the type. */
    public Optional<ProposedRule> rule(String kind) {
        return rules.stream().filter(rule -> rule.kind().equals(kind)).findFirst();
    }

    /** Without some of its rules. */
    ProposedColumn without(Predicate<ProposedRule> which, String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new ProposedColumn(
                name,
                type,
                formats,
                nothings,
                rules.stream().filter(which.negate()).toList(),
                more);
    }

    /** The column as a text, which any value is. */
    ProposedColumn asText(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new ProposedColumn(
                name,
                "string",
                List.of(),
                List.of(),
                rules.stream().filter(rule -> rule.kind().equals("required")).toList(),
                more);
    }
}
