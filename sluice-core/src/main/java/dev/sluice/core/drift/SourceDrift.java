package dev.sluice.core.drift;

import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.DidYouMean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a run differ from what is expected.
 *
 * <p>Files are compared with the columns that the pipeline declares; else with those of the run before; else, on the first
 * run, with those of the first file. A column that the pipeline reads is never new, and is missing only where it must be
 * there or was there before.
 *
 * @param findings each once, with its files
 */
public record SourceDrift(List<DriftFinding> findings) {
    public static final SourceDrift NONE = new SourceDrift(List.of());

    public SourceDrift {
        findings = List.copyOf(findings);
    }

    /**
     * Compares.
     *
     * @param declared the columns that the pipeline declares; empty if it declares none
     * @param read the columns that the pipeline reads
     * @param before what the run before saw; null where there was none
     * @param files those whose columns are known, in order
     */
    public static SourceDrift find(
            List<SourceColumn> declared, List<SourceColumn> read, @Nullable Baseline before, List<SeenFile> files) {
        if (files.isEmpty()) {
            return NONE;
        }
        Baseline baseline = !declared.isEmpty()
                ? new Baseline(
                        "source.columns",
                        declared.stream()
                                .map(column -> new SeenColumn(column.name(), text(column.type())))
                                .toList())
                : before != null
                        ? before
                        : new Baseline(name(files.get(0).path()), files.get(0).columns());
        Map<DriftFinding, List<String>> found = new LinkedHashMap<>();
        for (SeenFile file : files) {
            for (DriftFinding finding : new FileComparison(baseline, read, before, file).findings()) {
                found.computeIfAbsent(finding, any -> new ArrayList<>()).add(file.path());
            }
        }
        return new SourceDrift(found.entrySet().stream()
                .map(entry -> {
                    DriftFinding one = entry.getKey();
                    return new DriftFinding(
                            one.kind(), one.column(), one.was(), one.is(), one.since(), entry.getValue());
                })
                .toList());
    }

    /** For each file that differs, how, in one line. */
    public Map<String, String> byFile() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (DriftFinding finding : findings) {
            for (String file : finding.files()) {
                texts.computeIfAbsent(file, any -> new ArrayList<>())
                        .add(finding.text() + " against " + finding.since());
            }
        }
        return texts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> "The file's columns differ: " + String.join("; ", entry.getValue()),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    /** All columns of some files, each once, with the type of the first file that has it: what to compare the next run with. */
    public static List<SeenColumn> union(List<SeenFile> files) {
        Map<String, SeenColumn> columns = new LinkedHashMap<>();
        files.forEach(file -> file.columns().forEach(column -> columns.putIfAbsent(column.name(), column)));
        return List.copyOf(columns.values());
    }

    private static @Nullable String text(@Nullable ColumnType type) {
        return type == null ? null : type.toString();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** One file against the baseline. */
    private static final class FileComparison {
        private final Baseline baseline;
        private final List<SourceColumn> read;
        private final @Nullable Baseline before;
        private final Map<String, SeenColumn> columns = new LinkedHashMap<>();
        private final Map<String, SeenColumn> expected = new LinkedHashMap<>();
        private final Map<String, String> aliases = new HashMap<>();

        FileComparison(Baseline baseline, List<SourceColumn> read, @Nullable Baseline before, SeenFile file) {
            this.baseline = baseline;
            this.read = read;
            this.before = before;
            file.columns().forEach(column -> columns.putIfAbsent(column.name(), column));
            baseline.columns().forEach(column -> expected.put(column.name(), column));
            read.stream()
                    .filter(SourceColumn::required)
                    .forEach(column -> expected.putIfAbsent(column.name(), new SeenColumn(column.name(), null)));
            read.forEach(column -> column.aliases().forEach(alias -> aliases.put(alias, column.name())));
        }

        List<DriftFinding> findings() {
            List<DriftFinding> findings = new ArrayList<>();
            List<String> missing = expected.keySet().stream()
                    .filter(name -> !has(name) && mustBeThere(name))
                    .collect(Collectors.toCollection(ArrayList::new));
            List<String> fresh = columns.keySet().stream()
                    .filter(name -> !expected.containsKey(name) && !isRead(name))
                    .collect(Collectors.toCollection(ArrayList::new));
            for (String name : List.copyOf(missing)) {
                String other = renamed(name, missing, fresh);
                if (other != null) {
                    findings.add(finding(DriftKind.RENAMED, name, null, other));
                    missing.remove(name);
                    fresh.remove(other);
                }
            }
            missing.forEach(name -> findings.add(finding(DriftKind.MISSING, name, null, null)));
            fresh.forEach(name -> findings.add(finding(
                    DriftKind.NEW,
                    name,
                    null,
                    Objects.requireNonNull(columns.get(name)).type())));
            expected.values().forEach(column -> retyped(column, findings));
            return findings;
        }

        /** Under its own name or another one of the same column. */
        private boolean has(String name) {
            String own = aliases.getOrDefault(name, name);
            return columns.keySet().stream()
                    .anyMatch(column -> aliases.getOrDefault(column, column).equals(own));
        }

        /** A declared column that may be absent is missing only if it was there before. */
        private boolean mustBeThere(String name) {
            boolean required = read.stream()
                    .anyMatch(column -> column.required() && column.name().equals(name));
            Baseline last = before;
            return required
                    || baseline == last
                    || last == null
                    || last.columns().stream().anyMatch(column -> column.name().equals(name));
        }

        private boolean isRead(String name) {
            return read.stream()
                    .anyMatch(column ->
                            column.name().equals(name) || column.aliases().contains(name));
        }

        private static @Nullable String renamed(String name, List<String> missing, List<String> fresh) {
            String plain = plain(name);
            for (String other : fresh) {
                if (plain(other).equals(plain)) {
                    return other;
                }
            }
            return DidYouMean.nearest(name, fresh)
                    .filter(other -> DidYouMean.nearest(other, missing)
                            .filter(name::equals)
                            .isPresent())
                    .orElse(null);
        }

        private static String plain(String name) {
            return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        }

        private void retyped(SeenColumn column, List<DriftFinding> findings) {
            SeenColumn own = columns.get(column.name());
            if (own != null
                    && own.type() != null
                    && column.type() != null
                    && !own.type().equals(column.type())) {
                findings.add(finding(DriftKind.RETYPED, column.name(), column.type(), own.type()));
            }
        }

        private DriftFinding finding(DriftKind kind, String column, @Nullable String was, @Nullable String is) {
            return new DriftFinding(kind, column, was, is, baseline.since(), List.of());
        }
    }
}
