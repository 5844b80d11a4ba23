package dev.sluice.cli;

import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.spark.profile.ColumnProfile;
import dev.sluice.spark.profile.ProposedColumn;
import dev.sluice.spark.profile.ProposedRule;
import dev.sluice.spark.profile.SourceProfile;
import dev.sluice.spark.profile.ValueRows;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Prints what a source is like and what it suggests. */
final class ProfilePrinter {
    private static final int SHOWN = 24;
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("column"),
            ResultColumn.text("type"),
            ResultColumn.number("nulls"),
            ResultColumn.number("distinct"),
            ResultColumn.text("least"),
            ResultColumn.text("greatest"),
            ResultColumn.number("mean"),
            ResultColumn.number("median"),
            ResultColumn.text("length"),
            ResultColumn.text("most often"),
            ResultColumn.number("rejected"));
    private static final List<ResultColumn> RULES = List.of(
            ResultColumn.text("rule"),
            ResultColumn.text("demands"),
            ResultColumn.number("rejects"),
            ResultColumn.number("share"));

    private final Invocation invocation;
    private final PrintStream out;

    ProfilePrinter(Invocation invocation) {
        this.invocation = invocation;
        this.out = invocation.console().out();
    }

    /** @param written the file with the proposed pipeline */
    void print(SourceProfile profile, Optional<Path> written) {
        if (invocation.options().output == OutputFormat.json) {
            json(profile, written);
            return;
        }
        Map<String, ProposedColumn> proposed = byName(profile);
        new ResultPrinter(invocation)
                .print(COLUMNS, profile.columns(), column -> row(profile, column, proposed.get(column.name())));
        if (invocation.options().output == OutputFormat.table) {
            rules(profile);
            notes(profile);
            out.println();
            out.println(
                    "%,d rows in %,d files, %,d of them could not be read. The proposed pipeline rejects %,d rows%s."
                            .formatted(
                                    profile.rows(),
                                    profile.files(),
                                    profile.unreadable(),
                                    profile.rejected(),
                                    profile.rows() == 0
                                            ? ""
                                            : " (" + ProfileCommand.percent(profile.rejected(), profile.rows()) + ")"));
            out.println(written.map(file -> "It is in %s.".formatted(VisibleText.of(invocation.relative(file))))
                    .orElse("To write it: --write pipelines/NAME.yaml"));
        }
        out.flush();
    }

    private static Map<String, ProposedColumn> byName(SourceProfile profile) {
        Map<String, ProposedColumn> columns = new HashMap<>();
        profile.proposed().forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    private static List<@Nullable Object> row(
            SourceProfile profile, ColumnProfile column, @Nullable ProposedColumn proposed) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(column.name());
        row.add(proposed == null ? "(left out)" : proposed.type());
        row.add(column.nulls());
        row.add((column.distinctExact() ? "" : "~") + column.distinct());
        row.add(column.min().isPresent() ? number(column.min()) : cut(column.least()));
        row.add(column.max().isPresent() ? number(column.max()) : cut(column.greatest()));
        row.add(number(column.mean()));
        row.add(
                column.percentiles().isEmpty()
                        ? null
                        : number(OptionalDouble.of(column.percentiles().get(ColumnProfile.RANKS.indexOf(50)))));
        row.add(
                column.values() == 0
                        ? ""
                        : column.minLength() == column.maxLength()
                                ? Integer.toString(column.minLength())
                                : column.minLength() + " to " + column.maxLength());
        row.add(column.top().isEmpty() ? "" : cut(column.top().get(0).value()));
        row.add(
                proposed == null
                        ? null
                        : proposed.rules().stream().mapToLong(profile::rejected).sum());
        return row;
    }

    private void rules(SourceProfile profile) {
        List<ProposedRule> rules = profile.proposed().stream()
                .flatMap(column -> column.rules().stream())
                .filter(rule -> !rule.kind().equals("cast") || profile.rejected(rule) > 0)
                .toList();
        if (rules.isEmpty()) {
            return;
        }
        out.println();
        new ResultPrinter(invocation).print(RULES, rules, rule -> {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(rule.name());
            row.add(rule.text());
            row.add(profile.rejected(rule));
            row.add(ProfileCommand.percent(profile.rejected(rule), profile.rows()));
            return row;
        });
    }

    private void notes(SourceProfile profile) {
        List<String> notes = new ArrayList<>(profile.notes());
        profile.proposed().forEach(column -> column.notes().forEach(note -> notes.add(column.name() + ": " + note)));
        if (!notes.isEmpty()) {
            out.println();
            notes.forEach(note -> out.println("note: " + VisibleText.of(note)));
        }
    }

    private void json(SourceProfile profile, Optional<Path> written) {
        Map<String, ProposedColumn> proposed = byName(profile);
        JsonOutput.print(out, fields -> {
            fields.value("files", profile.files());
            fields.value("rows", profile.rows());
            fields.value("unreadable", profile.unreadable());
            fields.array("columns", profile.columns(), (column, item) -> {
                item.value("name", column.name());
                item.value("nulls", column.nulls());
                item.value("unreadable", column.unreadable());
                item.value("values", column.values());
                item.value("distinct", column.distinct());
                item.value("distinctExact", column.distinctExact());
                item.value("least", column.least());
                item.value("greatest", column.greatest());
                item.value("min", value(column.min()));
                item.value("max", value(column.max()));
                item.value("mean", value(column.mean()));
                item.value("percentiles", percentiles(column));
                item.value("minLength", column.minLength());
                item.value("maxLength", column.maxLength());
                item.array("top", column.top(), ProfilePrinter::valueRows);
                item.array("shapes", column.shapes(), ProfilePrinter::valueRows);
                ProposedColumn proposal = proposed.get(column.name());
                item.value("type", proposal == null ? null : proposal.type());
                item.value("formats", proposal == null ? List.of() : proposal.formats());
                item.value("nullTexts", proposal == null ? List.of() : proposal.nothings());
                item.value("notes", proposal == null ? List.of() : proposal.notes());
            });
            List<ProposedRule> rules = profile.proposed().stream()
                    .flatMap(column -> column.rules().stream())
                    .toList();
            fields.array("rules", rules, (rule, item) -> {
                item.value("rule", rule.name());
                item.value("kind", rule.kind());
                item.value("column", rule.column());
                item.value("demands", rule.text());
                item.value("rejects", profile.rejected(rule));
                item.value("share", share(profile.rejected(rule), profile.rows()));
            });
            fields.object("rejected", all -> {
                all.value("rows", profile.rejected());
                all.value("share", share(profile.rejected(), profile.rows()));
            });
            fields.value("notes", profile.notes());
            fields.value("pipeline", profile.yaml());
            fields.value("written", written.map(Path::toString).orElse(null));
        });
    }

    private static void valueRows(ValueRows value, JsonOutput.Fields item) throws java.io.IOException {
        item.value("value", value.value());
        item.value("rows", value.rows());
    }

    private static Map<String, Double> percentiles(ColumnProfile column) {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        for (int i = 0; i < column.percentiles().size(); i++) {
            percentiles.put(
                    "p" + ColumnProfile.RANKS.get(i), column.percentiles().get(i));
        }
        return percentiles;
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    private static @Nullable Double value(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static @Nullable String number(OptionalDouble number) {
        if (number.isEmpty()) {
            return null;
        }
        BigDecimal rounded = BigDecimal.valueOf(number.getAsDouble());
        rounded = rounded.scale() > 0 && rounded.precision() > 6 ? rounded.round(SIX_DIGITS) : rounded;
        String plain = rounded.stripTrailingZeros().toPlainString();
        return plain.length() > SHOWN ? rounded.toString() : plain;
    }

    private static String cut(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
