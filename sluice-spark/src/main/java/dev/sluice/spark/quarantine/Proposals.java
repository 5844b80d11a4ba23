package dev.sluice.spark.quarantine;

import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.YamlText;
import dev.sluice.spark.expression.TimeForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Thinks of changes by the values that were refused. What they are worth is for a trial to say. */
public final class Proposals {
    private static final Map<String, TimeForm> TIMES =
            Map.of("NOT_A_DATE", TimeForm.DATE, "NOT_A_TIME", TimeForm.TIME, "NOT_A_TIMESTAMP", TimeForm.TIMESTAMP);
    private static final Set<String> NUMBERS =
            Set.of("NOT_A_NUMBER", "NOT_AN_INTEGER", "NUMBER_OVERFLOW", "TOO_MANY_DECIMALS");
    private static final Set<String> NOTHING =
            Set.of("n/a", "na", "null", "none", "nil", "nan", "-", "--", "?", "unknown", ".", "#n/a", "\\n");

    private static final List<String> DATES = List.of(
            "yyyy-MM-dd",
            "yyyyMMdd",
            "M/d/yyyy",
            "d/M/yyyy",
            "M/d/yy",
            "d/M/yy",
            "d.M.yyyy",
            "d.M.yy",
            "yyyy/M/d",
            "yyyy.M.d",
            "d-M-yyyy",
            "d-MMM-yyyy",
            "d MMM yyyy",
            "MMM d, yyyy",
            "d MMMM yyyy",
            "MMMM d, yyyy");
    private static final List<String> CLOCKS =
            List.of("HH:mm:ss", "H:mm", "H:mm:ss", "HH:mm:ss.SSS", "HH:mm:ss.SSSSSS", "h:mm a", "h:mm:ss a", "HHmmss");
    private static final List<String> ZONES = List.of("", "XXX", " XXX");

    /** Values of one shape may be of so many formats; of a share below the second, a format is not meant. */
    private static final int FORMATS = 3;

    private static final double FEW = 0.05;

    private final PipelineSpec spec;

    private Proposals(PipelineSpec spec) {
        this.spec = spec;
    }

    /** In no special order. */
    public static List<Proposal> of(PipelineSpec spec, List<Pattern> patterns) {
        Proposals proposals = new Proposals(spec);
        List<Proposal> found = new ArrayList<>();
        Map<String, List<Pattern>> byColumn = new LinkedHashMap<>();
        patterns.stream()
                .filter(pattern -> pattern.column() != null && !pattern.values().isEmpty())
                .forEach(pattern -> byColumn.computeIfAbsent(String.valueOf(pattern.column()), any -> new ArrayList<>())
                        .add(pattern));
        byColumn.forEach((column, some) -> {
            proposals.formats(column, some).ifPresent(found::add);
            proposals.trim(column, some).ifPresent(found::add);
            proposals.nothing(column, some).ifPresent(found::add);
            proposals.number(column, some).ifPresent(found::add);
            proposals.synonyms(column, some).ifPresent(found::add);
        });
        return found;
    }

    private Optional<TargetColumn> target(String column) {
        return spec.target().columns().stream()
                .filter(target -> target.name().equals(column))
                .findFirst();
    }

    private Optional<Proposal> formats(String column, List<Pattern> patterns) {
        Optional<TargetColumn> target = target(column);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        Set<String> added = new LinkedHashSet<>();
        Set<String> codes = new TreeSet<>();
        for (Pattern pattern : patterns) {
            TimeForm form = TIMES.get(pattern.code());
            if (form == null) {
                continue;
            }
            List<String> best = best(form, pattern.values());
            if (!best.isEmpty()) {
                codes.add(pattern.code());
                added.addAll(best);
            }
        }
        added.removeAll(target.get().formats());
        if (added.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(target.get().formats());
        if (all.isEmpty()) {
            all.addAll(iso(codes));
        }
        added.stream().filter(format -> !all.contains(format)).forEach(all::add);
        return Optional.of(new Proposal(
                "formats",
                column,
                List.copyOf(codes),
                "add %s to the formats of %s".formatted(String.join(" and ", added), column),
                List.of("target.columns.%s.formats=%s".formatted(column, YamlText.literals(all)))));
    }

    /** Formats take the place of ISO 8601, which must go on. */
    private static List<String> iso(Set<String> codes) {
        if (codes.contains("NOT_A_TIMESTAMP")) {
            return List.of("yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][XXX]", "yyyy-MM-dd HH:mm:ss[.SSSSSS][XXX]");
        }
        return codes.contains("NOT_A_TIME") ? List.of("HH:mm:ss") : List.of("yyyy-MM-dd");
    }

    /**
     * The format that reads the most of the values, and so on for the rest; of equal ones the first, so that common ones come
     * before others.
     */
    public static List<String> best(TimeForm form, List<String> values) {
        List<String> formats = new ArrayList<>();
        List<String> left = values;
        while (!left.isEmpty() && formats.size() < FORMATS) {
            List<String> least = left;
            String best = "";
            for (String format : candidates(form)) {
                List<String> unread = form.unread(format, left);
                if (unread.size() < least.size()) {
                    least = unread;
                    best = format;
                }
            }
            if (left.size() - least.size() < Math.max(1, FEW * values.size())) {
                break;
            }
            formats.add(best);
            left = least;
        }
        return formats;
    }

    private static List<String> candidates(TimeForm form) {
        if (form == TimeForm.DATE) {
            return DATES;
        }
        if (form == TimeForm.TIME) {
            return CLOCKS;
        }
        List<String> candidates = new ArrayList<>();
        for (String zone : ZONES) {
            for (String date : DATES) {
                for (String clock : CLOCKS) {
                    candidates.add(date + " " + clock + zone);
                    candidates.add(date + "'T'" + clock + zone);
                }
            }
        }
        candidates.addAll(DATES);
        return candidates;
    }

    private Optional<Proposal> trim(String column, List<Pattern> patterns) {
        List<Pattern> padded = patterns.stream()
                .filter(pattern -> pattern.values().stream()
                        .anyMatch(value -> !value.strip().equals(value)))
                .toList();
        return padded.isEmpty()
                ? Optional.empty()
                : Optional.of(step(
                        "trim",
                        column,
                        padded,
                        "trim %s".formatted(column),
                        "{type: trim, columns: [%s]}".formatted(YamlText.literal(column))));
    }

    private Optional<Proposal> nothing(String column, List<Pattern> patterns) {
        List<Pattern> some = patterns.stream()
                .filter(pattern -> pattern.values().stream().anyMatch(Proposals::meansNothing))
                .toList();
        Set<String> tokens = some.stream()
                .flatMap(pattern -> pattern.values().stream())
                .filter(Proposals::meansNothing)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return tokens.isEmpty()
                ? Optional.empty()
                : Optional.of(step(
                        "null_if",
                        column,
                        some,
                        "let %s in %s mean null".formatted(String.join(", ", tokens), column),
                        "{type: null_if, columns: [%s], values: %s}"
                                .formatted(YamlText.literal(column), YamlText.literals(tokens))));
    }

    /** Whether people write the text where there is no value. */
    public static boolean meansNothing(String value) {
        return NOTHING.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    private Optional<Proposal> number(String column, List<Pattern> patterns) {
        List<Pattern> some = patterns.stream()
                .filter(pattern -> NUMBERS.contains(pattern.code()))
                .toList();
        Optional<TargetColumn> target = target(column);
        if (some.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        List<String> values =
                some.stream().flatMap(pattern -> pattern.values().stream()).toList();
        boolean comma = values.stream().anyMatch(value -> value.matches("\\s*[+-]?\\d{1,3}(,\\d{3})+(\\.\\d+)?\\s*"));
        boolean european = values.stream()
                .anyMatch(value -> value.matches("\\s*[+-]?(\\d{1,3}(\\.\\d{3})+,\\d+|\\d+,\\d{1,2})\\s*"));
        boolean percent = values.stream().anyMatch(value -> value.matches(".*\\d\\s*%\\s*"));
        Set<String> signs = values.stream()
                .flatMap(value ->
                        List.of("€", "$", "£", "EUR", "USD", "GBP").stream().filter(value::contains))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        StringBuilder options = new StringBuilder();
        if (european && !comma) {
            options.append(", decimal: \",\", grouping: \".\"");
        } else if (comma) {
            options.append(", grouping: \",\"");
        }
        if (percent) {
            options.append(", percent: true");
        }
        if (!signs.isEmpty()) {
            options.append(", strip: ").append(YamlText.literals(signs));
        }
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of(step(
                        "number",
                        column,
                        some,
                        "read %s with%s".formatted(column, options.substring(1)),
                        "{type: number, column: %s, as: %s%s}"
                                .formatted(
                                        YamlText.literal(column),
                                        YamlText.literal(target.get().type().toString()),
                                        options)));
    }

    private Optional<Proposal> synonyms(String column, List<Pattern> patterns) {
        List<Pattern> some = patterns.stream()
                .filter(pattern -> pattern.code().equals("NOT_IN_ENUM"))
                .toList();
        List<String> allowed = allowed(column);
        Map<String, String> synonyms = new LinkedHashMap<>();
        some.stream().flatMap(pattern -> pattern.values().stream()).distinct().forEach(value -> {
            if (!allowed.contains(value.strip())) {
                DidYouMean.nearest(value.strip(), allowed).ifPresent(meant -> synonyms.put(value, meant));
            }
        });
        if (synonyms.isEmpty()) {
            return Optional.empty();
        }
        String name = "`" + column.replace("`", "``") + "`";
        String cases = synonyms.entrySet().stream()
                .map(entry -> "WHEN %s THEN %s".formatted(literal(entry.getKey()), literal(entry.getValue())))
                .collect(Collectors.joining(" "));
        String told = synonyms.entrySet().stream()
                .map(entry -> "'%s' for %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return Optional.of(step(
                "synonyms",
                column,
                some,
                "in %s take %s".formatted(column, told),
                "{type: derive, column: %s, expression: %s}"
                        .formatted(
                                YamlText.literal(column),
                                YamlText.literal("CASE %s %s ELSE %s END".formatted(name, cases, name)))));
    }

    private List<String> allowed(String column) {
        return spec.target().rules().stream()
                .filter(rule -> rule.name().equals("enum(%s)".formatted(column)))
                .flatMap(rule -> rule.plugin().descriptor().options().stream()
                        .filter(option -> option.name().equals("values"))
                        .flatMap(option -> rule.options().find(option).stream()))
                .flatMap(values -> values instanceof List<?> list ? list.stream() : java.util.stream.Stream.empty())
                .map(String::valueOf)
                .toList();
    }

    private static Proposal step(String kind, String column, List<Pattern> patterns, String text, String yaml) {
        return new Proposal(
                kind,
                column,
                patterns.stream().map(Pattern::code).distinct().toList(),
                text,
                List.of("+convert=[%s]".formatted(yaml)));
    }

    /** As SQL. */
    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
