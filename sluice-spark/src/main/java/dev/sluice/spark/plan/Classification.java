package dev.sluice.spark.plan;

import dev.sluice.core.budget.Budget;
import dev.sluice.core.budget.BudgetCounts;
import dev.sluice.core.run.Mended;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RuleNotice;
import dev.sluice.spark.sink.BadRowMapper;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.sink.MendedCells;
import dev.sluice.spark.sink.NoticeTally;
import dev.sluice.spark.sink.RowMending;
import dev.sluice.spark.sink.RowNotices;
import dev.sluice.spark.sink.StepReason;
import dev.sluice.spark.sink.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The compiled one pass: rows as {@link ClassifiedRows}, and how bad ones become rows of the quarantine. To be closed
 * once they are written.
 */
public final class Classification implements AutoCloseable {
    private final Dataset<Row> rows;
    private final QuarantineMapper.Layout layout;
    private final NoticeCounter.Layout notices;
    private final KeptFrames kept;
    private final Optional<RowAudit.Layout> fixes;
    private final RunContext run;

    /**
     * @param fixes empty where nothing is mended
     * @param run that they are of
     */
    Classification(
            Dataset<Row> rows,
            QuarantineMapper.Layout layout,
            NoticeCounter.Layout notices,
            KeptFrames kept,
            Optional<RowAudit.Layout> fixes,
            RunContext run) {
        this.rows = rows;
        this.layout = layout;
        this.notices = notices;
        this.kept = kept;
        this.fixes = fixes;
        this.run = run;
    }

    public Dataset<Row> rows() {
        return rows;
    }

    /** Makes rows of the quarantine for one run. */
    public BadRowMapper.Factory mapper(
            String pipeline, String runId, String batchId, String ruleVersion, Instant quarantinedAt) {
        return new QuarantineMapper.RunFacts(layout, pipeline, runId, batchId, ruleVersion, quarantinedAt, run);
    }

    /** Tells what was mended in rows of one run; empty where nothing is. */
    public Optional<RowMending.Factory> mending(
            String pipeline, String runId, String batchId, String ruleVersion, Instant quarantinedAt) {
        return fixes.map(own -> new RowAudit.Facts(
                own, new QuarantineMapper.RunFacts(layout, pipeline, runId, batchId, ruleVersion, quarantinedAt, run)));
    }

    /** What the figures of a finished write mean. */
    public Mended mended(MendedCells cells) {
        List<Mended.FixCount> counts = new ArrayList<>();
        String[] names = fixes.map(RowAudit.Layout::fixes).orElseGet(() -> new String[0]);
        for (int i = 0; i < names.length; i++) {
            counts.add(new Mended.FixCount(names[i], i < cells.byFix().length ? cells.byFix()[i] : 0));
        }
        return new Mended(cells.rows(), counts);
    }

    /** What a finished write counted of that which the pipeline's budget limits. */
    public BudgetCounts counts(Written written) {
        return new BudgetCounts(
                // Rows of other windows were not judged.
                written.rows().read() - written.rows().deferred(),
                written.rows().quarantined(),
                layout.watched().byRule(written.reasonRows(), layout.watchedCounts()),
                layout.watched().byColumn(written.reasonRows(), layout.watchedCounts()),
                written.files());
    }

    /** Columns that have a budget although no reason can name them. */
    public List<String> unnameable(Budget budget) {
        return budget.columns().keySet().stream()
                .filter(column -> !layout.canName(column))
                .toList();
    }

    /** The names of all steps that can give a row a reason or a notice, each once, in their order. */
    public List<String> rules() {
        return Stream.concat(Stream.of(layout.slots()), Stream.of(notices.slots()))
                .map(ReasonSlot::rule)
                .distinct()
                .toList();
    }

    /** What the counts of a finished write mean; reasons that no row has are left out, most rows first. */
    public List<ReasonCount> reasons(long[] reasonRows, List<StepReason> stepReasons) {
        return layout.reasons(reasonRows, stepReasons);
    }

    /** Counts and samples what rules below error severity say. */
    public RowNotices.Factory noticeFactory() {
        return notices.factory();
    }

    /** What the notices of a finished write mean: warnings first, then most rows first. */
    public List<RuleNotice> notices(NoticeTally tally) {
        return notices.notices(tally);
    }

    /** Frees what was kept on disk. */
    @Override
    public void close() {
        kept.free();
    }
}
