package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.ErrorInjector.Kind;
import dev.sluice.spark.run.ErrorInjector.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fixes against errors of known truth; prints the figures of the guide. */
class InjectedErrorsTest {
    private static final int ROWS = 20_000;
    private static final String RULES = """
            source: {files: inbox/*.csv, format: csv}
            target:
              table: %s
              columns:
                id:     {type: long, required: true}
                name:   {type: string, pattern: "[A-Za-zåäëïöüÅÄÖÜßéèñçøú' -]*[a-zåäëïöüßéèñçøú]"}
                gender: {type: string, enum: [f, m, x]}
                born:   {type: date, formats: [dd/MM/yyyy]}
                level:  {type: string, enum: [bronze, silver, gold, platinum]}
                state:  {type: string, enum: [open, paid, unpaid, shipped, returned]}
                amount: decimal(12,2)
            validate:
              - {type: expect, name: not_padded, that: "name = trim(name)"}
            """;
    private static final String FIXES = """
            fix:
              - {type: reencode, column: name}
              - {type: trim}
              - {type: swap_day_month, column: born, formats: [dd/MM/yyyy]}
              - {type: strip_separators, column: amount}
              - {type: synonyms, column: gender, values: {female: f, woman: f, frau: f, f.: f, male: m, man: m, herr: m,
                  m.: m, diverse: x, divers: x, other: x, x.: x}}
              - {type: nearest, column: level, values: [bronze, silver, gold, platinum]}
              - {type: nearest, column: state, values: [open, paid, unpaid, shipped, returned]}
            """;

    @TempDir
    Path folder;

    /** Of the errors of one kind: all, those that a rule notices, and what became of the latter. */
    private static final class Figures {
        long injected;
        long noticed;
        long rightly;
        long wrongly;
        long left;
    }

    @Test
    void errorsThatRulesNoticeAreMendedAndTheAuditRestoresWhatWasRead() throws IOException {
        List<Sample> samples = new ErrorInjector(42).samples(ROWS, 0.25);
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.writeString(folder.resolve("inbox/customers.csv"), ErrorInjector.csv(samples));
        Files.writeString(folder.resolve("pipelines/plain.yaml"), RULES.formatted("plain"));
        Files.writeString(folder.resolve("pipelines/mended.yaml"), RULES.formatted("mended") + FIXES);
        try (Sluice sluice =
                Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session())) {
            sluice.run("plain", RunOptions.DEFAULT, RunListener.SILENT);
            RunResult result = sluice.run("mended", RunOptions.DEFAULT, RunListener.SILENT);
            Set<String> noticed = noticed(sluice);
            Map<Integer, Map<String, String>> landed = landed(sluice);
            Map<Integer, Map<String, String>> audit = audit(sluice);

            Map<Kind, Figures> figures = figures(samples, noticed, landed);
            print(figures, samples, result);

            assertThat(cleanCellsChanged(samples, landed)).isZero();
            assertThat(audit.keySet()).isSubsetOf(landed.keySet());
            assertThat(notRestored(samples, landed, audit)).isZero();
            long all = figures.values().stream().mapToLong(kind -> kind.noticed).sum();
            long rightly =
                    figures.values().stream().mapToLong(kind -> kind.rightly).sum();
            long wrongly =
                    figures.values().stream().mapToLong(kind -> kind.wrongly).sum();
            assertThat(rightly).isGreaterThanOrEqualTo((long) Math.ceil(0.95 * all));
            assertThat(wrongly).isLessThanOrEqualTo(all / 100);
        }
    }

    /** Cells, as {@code id/column}, that have a reason where nothing is mended. */
    private static Set<String> noticed(Sluice sluice) {
        Set<String> cells = new HashSet<>();
        for (Row row : sluice.query("""
                select record_no, c from plain__quarantine lateral view explode(reasons) as r
                lateral view explode(r.columns) as c""").collectAsList()) {
            cells.add(row.getLong(0) + "/" + row.getString(1));
        }
        return cells;
    }

    /** Every landed row as the texts that a clean file has. */
    private static Map<Integer, Map<String, String>> landed(Sluice sluice) {
        Map<Integer, Map<String, String>> rows = new HashMap<>();
        for (Row row : sluice.query("""
                select cast(id as string) id, name, gender, date_format(born, 'dd/MM/yyyy') born, level, state,
                       cast(amount as string) amount from mended""").collectAsList()) {
            Map<String, String> texts = new HashMap<>();
            ErrorInjector.COLUMNS.forEach(column -> texts.put(column, row.getAs(column)));
            rows.put(Integer.parseInt(row.getString(0)), texts);
        }
        return rows;
    }

    /** What was read of each cell that was changed, by the row's id: the audit joined to the landed rows. */
    private static Map<Integer, Map<String, String>> audit(Sluice sluice) {
        Map<Integer, Map<String, String>> rows = new HashMap<>();
        for (Row row : sluice.query("""
                select cast(m.id as int) id, f.column_name, f.old_value from mended m
                join mended__fixes f on f.fix_id = m._fix_id""").collectAsList()) {
            rows.computeIfAbsent(row.getInt(0), any -> new HashMap<>()).put(row.getString(1), row.getString(2));
        }
        return rows;
    }

    private static Map<Kind, Figures> figures(
            List<Sample> samples, Set<String> noticed, Map<Integer, Map<String, String>> landed) {
        Map<Kind, Figures> figures = new EnumMap<>(Kind.class);
        for (Sample sample : samples) {
            int id = Integer.parseInt(sample.truth().get("id"));
            sample.errors().forEach((column, kind) -> {
                Figures own = figures.computeIfAbsent(kind, any -> new Figures());
                own.injected++;
                if (noticed.contains(id + "/" + column)) {
                    own.noticed++;
                    Map<String, String> row = landed.get(id);
                    if (row == null) {
                        own.left++;
                    } else if (row.get(column).equals(sample.truth().get(column))) {
                        own.rightly++;
                    } else {
                        own.wrongly++;
                    }
                }
            });
        }
        return figures;
    }

    private static long cleanCellsChanged(List<Sample> samples, Map<Integer, Map<String, String>> landed) {
        return samples.stream()
                .filter(sample -> landed.containsKey(id(sample)))
                .mapToLong(sample -> ErrorInjector.COLUMNS.stream()
                        .filter(column -> !sample.errors().containsKey(column))
                        .filter(column -> !sample.truth()
                                .get(column)
                                .equals(landed.get(id(sample)).get(column)))
                        .count())
                .sum();
    }

    /** Cells of landed rows that landed row and audit together do not give back as they were read. */
    private static long notRestored(
            List<Sample> samples, Map<Integer, Map<String, String>> landed, Map<Integer, Map<String, String>> audit) {
        return samples.stream()
                .filter(sample -> landed.containsKey(id(sample)))
                .mapToLong(sample -> ErrorInjector.COLUMNS.stream()
                        .filter(column -> !sample.dirty()
                                .get(column)
                                .equals(audit.getOrDefault(id(sample), Map.of())
                                        .getOrDefault(
                                                column, landed.get(id(sample)).get(column))))
                        .count())
                .sum();
    }

    private static int id(Sample sample) {
        return Integer.parseInt(sample.truth().get("id"));
    }

    private static void print(Map<Kind, Figures> figures, List<Sample> samples, RunResult result) {
        System.out.printf(
                Locale.ROOT,
                "%,d rows, %,d of them with errors; %,d rows mended, %,d quarantined%n",
                samples.size(),
                samples.stream().filter(sample -> !sample.errors().isEmpty()).count(),
                result.mended().rows(),
                result.rows().quarantined());
        System.out.println("| Error | cells | noticed by a rule | mended rightly | wrongly | left |");
        figures.forEach((kind, own) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d | %,d |%n",
                kind.name().toLowerCase(Locale.ROOT),
                own.injected,
                own.noticed,
                own.rightly,
                own.wrongly,
                own.left));
    }
}
