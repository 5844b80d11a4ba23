package dev.sluice.cli;

import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.spark.quarantine.Findings;
import dev.sluice.spark.quarantine.Pattern;
import dev.sluice.spark.quarantine.Proposal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what was found among quarantined rows. */
final class FindingsPrinter {
    private static final int SHOWN = 60;
    private static final List<ResultColumn> PATTERNS = List.of(
            ResultColumn.text("pipeline"),
            ResultColumn.number("rows"),
            ResultColumn.number("files"),
            ResultColumn.text("code"),
            ResultColumn.text("rule"),
            ResultColumn.text("shape"),
            ResultColumn.text("example"));

    private final Invocation invocation;
    private final PrintStream out;

    FindingsPrinter(Invocation invocation) {
        this.invocation = invocation;
        this.out = invocation.console().out();
    }

    void print(List<Findings> findings) {
        if (invocation.options().output == OutputFormat.json) {
            json(findings);
            return;
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        findings.forEach(one -> one.patterns().forEach(pattern -> rows.add(row(one.pipeline(), pattern))));
        new ResultPrinter(invocation).print(PATTERNS, rows, row -> row);
        if (invocation.options().output == OutputFormat.table) {
            findings.forEach(this::proposals);
        }
        out.flush();
    }

    private static List<@Nullable Object> row(String pipeline, Pattern pattern) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(pipeline);
        row.add(pattern.rows());
        row.add(pattern.files());
        row.add(pattern.code());
        row.add(pattern.rule());
        row.add(pattern.shape());
        row.add(pattern.values().isEmpty() ? null : cut(pattern.values().get(0)));
        return row;
    }

    private void proposals(Findings found) {
        out.println();
        if (found.landing() > 0) {
            out.println("%s: %,d of %,d rows would land as the pipeline is now: sluice quarantine replay %s"
                    .formatted(found.pipeline(), found.landing(), found.rows(), found.pipeline()));
        }
        if (found.proposals().isEmpty()) {
            out.println("%s: no change was found that would land rows.".formatted(found.pipeline()));
            return;
        }
        out.println("%s: changes that were tried on these rows:".formatted(found.pipeline()));
        for (Proposal.Tried tried : found.proposals()) {
            out.println("  %,d of %,d rows would land: %s"
                    .formatted(
                            tried.saved(),
                            tried.rows(),
                            VisibleText.of(tried.proposal().text())));
            tried.proposal().overrides().forEach(set -> out.println("      --set " + VisibleText.of(shell(set))));
        }
        out.println("  With all of them %,d of %,d rows would land.".formatted(found.together(), found.rows()));
    }

    private static String shell(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private void json(List<Findings> findings) {
        JsonOutput.print(
                out,
                fields -> fields.array("pipelines", findings, (found, item) -> {
                    item.value("pipeline", found.pipeline());
                    item.value("rows", found.rows());
                    item.value("landing", found.landing());
                    item.value("together", found.together());
                    item.value(
                            "patterns",
                            found.patterns().stream().map(FindingsPrinter::map).toList());
                    item.value(
                            "clusters",
                            found.clusters().stream()
                                    .map(cluster -> map(
                                            "shape",
                                            cluster.shape(),
                                            "rows",
                                            cluster.rows(),
                                            "samples",
                                            cluster.samples()))
                                    .toList());
                    item.value(
                            "proposals",
                            found.proposals().stream()
                                    .map(tried -> map(
                                            "kind", tried.proposal().kind(),
                                            "column", tried.proposal().column(),
                                            "text", tried.proposal().text(),
                                            "set", tried.proposal().overrides(),
                                            "rows", tried.rows(),
                                            "saved", tried.saved()))
                                    .toList());
                }));
    }

    private static Map<String, @Nullable Object> map(Pattern pattern) {
        return map(
                "stage", pattern.stage(),
                "code", pattern.code(),
                "rule", pattern.rule(),
                "column", pattern.column(),
                "shape", pattern.shape(),
                "rows", pattern.rows(),
                "files", pattern.files(),
                "first", pattern.first().toString(),
                "last", pattern.last().toString(),
                "values", pattern.values().stream().limit(10).toList(),
                "samples",
                        pattern.samples().stream()
                                .map(sample -> map(
                                        "quarantineId", sample.quarantineId(),
                                        "sourceUri", sample.sourceUri(),
                                        "recordNo", sample.recordNo(),
                                        "raw", sample.raw()))
                                .toList());
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}
