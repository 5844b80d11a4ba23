package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.Promotion;
import dev.sluice.core.ledger.Promotion.RenamedTable;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.Audit;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.Promoting;
import dev.sluice.spark.commit.Recovered;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.TypeUtil;

/**
 * Makes a deployment of a pipeline the live one.
 *
 * @param live the pipeline as its file declares it
 */
record Promotions(Engine engine, PipelineSpec live, CommitObserver observer) {
    /** @throws SluiceException see {@link Sluice#promote} */
    Promoted promote(String deployment, String by) {
        PipelineName name = PipelineName.parse(live.name()).of(deployment);
        List<String> notes = new ArrayList<>();
        for (String own : List.of(live.name(), name.toString())) {
            engine.recover(own, engine.publisher(observer)).stream()
                    .map(Recovered::message)
                    .forEach(notes::add);
        }
        String was = engine.ledger().promotions().live(live.name());
        TableName target = live.target().table();
        if (was.equals(deployment)) {
            long rows = rows(engine.catalog().find(target));
            return new Promoted(live.name(), deployment, deployment, target, rows, rows, notes);
        }
        PipelineSpec beside = live.beside(deployment);
        Table next = published(name, beside.target());
        requireSameTarget(live.name(), live.target());
        Optional<Table> before = engine.catalog().find(target);
        List<RenamedTable> tables =
                new ArrayList<>(renamed(live.target(), live.beside(was).target()));
        tables.addAll(renamed(beside.target(), live.target()));
        lost(before, next).ifPresent(notes::add);
        long behind = engine.ledger().promotions().landedOnlyBy(live.name(), name.toString());
        if (behind > 0) {
            notes.add("%,d inputs have landed with %s and not with %s: the next run lands them"
                    .formatted(behind, was, deployment));
        }
        long rowsBefore = rows(before);
        new Promoting(engine.catalog(), engine.ledger(), observer)
                .promote(new Promotion(
                        live.name(), was, deployment, target, next.uuid().toString(), tables, by));
        return new Promoted(
                live.name(), deployment, was, target, rows(engine.catalog().find(target)), rowsBefore, notes);
    }

    private Table published(PipelineName name, TargetSpec target) {
        if (last(name.toString()).isEmpty()) {
            List<String> others = engine.ledger().promotions().beside(live.name());
            String hint = others.isEmpty()
                    ? "run it first: sluice run %s --name %s"
                            .formatted(live.name(), name.deployment().orElse(""))
                    : "deployments beside %s: %s"
                            .formatted(
                                    engine.ledger().promotions().live(live.name()),
                                    String.join(", ", new TreeSet<>(others)));
            throw new SluiceException(Problem.of(
                            ErrorCode.DEPLOYMENT_NOT_FOUND,
                            "Cannot promote %s of pipeline %s: it has published nothing"
                                    .formatted(name.deployment().orElse(""), live.name()))
                    .withHint(hint));
        }
        requireSameTarget(name.toString(), target);
        return engine.catalog()
                .find(target.table())
                .orElseThrow(
                        () -> refused("table %s was dropped".formatted(target.table()), "run the deployment again"));
    }

    /** Rows that were published to a table of another name would stay there. */
    private void requireSameTarget(String pipeline, TargetSpec target) {
        last(pipeline).ifPresent(run -> {
            for (String[] table : new String[][] {
                {run.target(), target.table().toString()},
                {run.quarantine(), target.quarantine().toString()}
            }) {
                if (!table[0].equals(table[1])) {
                    throw refused(
                            "%s has published to %s, and here it has %s".formatted(pipeline, table[0], table[1]),
                            "promote with the pipeline's file as it was, or name its tables as they are");
                }
            }
        });
    }

    private Optional<RunRecord> last(String pipeline) {
        return engine.ledger().runs(new RunFilter(Optional.of(pipeline), Set.of(RunState.PUBLISHED), 1)).stream()
                .findFirst();
    }

    /** Of one deployment's tables, those that are there. */
    private List<RenamedTable> renamed(TargetSpec from, TargetSpec to) {
        List<TableName> old = tables(from);
        List<TableName> names = tables(to);
        List<RenamedTable> renamed = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            if (engine.catalog().find(old.get(i)).isPresent()) {
                renamed.add(new RenamedTable(old.get(i), names.get(i)));
            }
        }
        return renamed;
    }

    /** Also the table of fixes of a deployment whose pipeline had some, though today's has none. */
    private static List<TableName> tables(TargetSpec target) {
        return Stream.of(
                        target.table(),
                        target.quarantine(),
                        TargetTables.historyOf(target.quarantine()),
                        target.audit().map(Audit::table).orElse(target.table().fixes()))
                .toList();
    }

    /** Readers that name them will fail. */
    private static Optional<String> lost(Optional<Table> before, Table next) {
        Set<String> lost = new TreeSet<>();
        before.ifPresent(table ->
                lost.addAll(TypeUtil.indexByName(table.schema().asStruct()).keySet()));
        lost.removeAll(TypeUtil.indexByName(next.schema().asStruct()).keySet());
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of("readers no longer find these columns: " + String.join(", ", lost));
    }

    private static long rows(Optional<Table> table) {
        return table.map(Table::currentSnapshot)
                .filter(Objects::nonNull)
                .map(snapshot -> snapshot.summary().get("total-records"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private SluiceException refused(String why, String hint) {
        return new SluiceException(Problem.of(
                        ErrorCode.PROMOTION_REFUSED,
                        "Cannot promote a deployment of pipeline %s: %s".formatted(live.name(), why))
                .withHint(hint));
    }
}
