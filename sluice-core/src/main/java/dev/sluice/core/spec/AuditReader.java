package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.AUDIT_INVALID;
import static dev.sluice.api.ErrorCode.DUPLICATE_STEP_NAME;
import static dev.sluice.api.ErrorCode.UNFIT_OPTIONS;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Location;
import dev.sluice.core.audit.DatasetAudit;
import dev.sluice.core.expression.Flaw;
import dev.sluice.core.expression.SqlQuery;
import dev.sluice.core.expression.TableReference;
import dev.sluice.core.expression.TextPlace;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.window.WindowReference;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code audits:}. */
final class AuditReader {
    private final Problems problems;
    private final OptionReader options;
    private final Set<String> names = new HashSet<>();

    AuditReader(Problems problems) {
        this.problems = problems;
        this.options = new OptionReader(problems);
    }

    List<DatasetAudit> read(Tree tree) {
        List<DatasetAudit> audits = new ArrayList<>();
        if (tree instanceof ListTree list) {
            list.items().forEach(item -> audit(item).ifPresent(audits::add));
        } else if (!tree.isNull()) {
            problems.add(
                    tree.location(),
                    WRONG_SHAPE,
                    "audits must be a list, not %s".formatted(tree.shape()),
                    "write - {name: …, sql: …}");
        }
        return audits;
    }

    private Optional<DatasetAudit> audit(Tree tree) {
        MapTree map = options.map(tree, "an audit").orElse(null);
        if (map == null) {
            return Optional.empty();
        }
        int before = problems.size();
        options.refuseUnknown(map, "an audit", Keys.AUDIT.names());
        SectionOptions values = options.read(map, "an audit", Keys.AUDIT.options(), map.location());
        String name = values.find(Keys.AUDIT_NAME).orElse(null);
        if (name != null && !names.add(name)) {
            problems.add(
                    values.location(Keys.AUDIT_NAME),
                    DUPLICATE_STEP_NAME,
                    "another audit is called '%s' already".formatted(name));
        }
        String sql = values.find(Keys.AUDIT_SQL).orElse(null);
        String that = values.find(Keys.AUDIT_THAT).orElse(null);
        if ((sql == null) == (that == null)) {
            problems.add(map.location(), UNFIT_OPTIONS, "an audit needs either 'sql' or 'that'");
            return Optional.empty();
        }
        boolean condition = sql == null;
        DatasetAudit audit = new DatasetAudit(
                name == null ? "" : name,
                sql == null ? String.valueOf(that) : sql,
                condition,
                values.get(Keys.AUDIT_SEVERITY),
                map.location());
        check(audit.with(WindowReference::sample), values.location(condition ? Keys.AUDIT_THAT : Keys.AUDIT_SQL));
        return problems.size() > before || name == null ? Optional.empty() : Optional.of(audit);
    }

    private void check(DatasetAudit audit, @Nullable Location at) {
        SqlQuery query = SqlQuery.parse(audit.query());
        // Of a condition, the text stands within a query that it does not show.
        int before = audit.query().indexOf(audit.text());
        for (Flaw flaw : query.flaws()) {
            int offset = Math.min(
                    Math.max(0, flaw.offset() - before),
                    Math.max(0, audit.text().length() - 1));
            problems.add(new Flaw(flaw.code(), flaw.message(), offset, flaw.length(), flaw.hint())
                    .problem(audit.text(), at));
        }
        for (TableReference table : query.tables()) {
            if (!DatasetAudit.TABLES.contains(table.name())) {
                String near = DidYouMean.hint(table.name(), DatasetAudit.TABLES);
                problems.add(
                        TextPlace.within(at, audit.text(), table.offset() - before, table.length()),
                        AUDIT_INVALID,
                        "an audit cannot read the table '%s'".formatted(table.name()),
                        near == null ? "it may read " + String.join(", ", DatasetAudit.TABLES) : near);
            }
        }
    }
}
