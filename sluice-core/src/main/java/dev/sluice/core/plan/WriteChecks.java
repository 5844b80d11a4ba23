package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.core.audit.DatasetAudit;
import dev.sluice.core.expression.SqlQuery;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.spec.WriteSpec;
import dev.sluice.core.spec.WriteSpec.History;
import dev.sluice.core.spec.WriteSpec.Merge;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.DidYouMean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong between the way in which a target is written and its columns. */
final class WriteChecks {
    /** Equal values of these may differ in their bits, or are no values to compare at all. */
    private static final Set<ColumnType> NO_KEYS = Set.of(Primitive.FLOAT, Primitive.DOUBLE, Primitive.TIME);

    private static final Set<ColumnType> NO_SEQUENCES = Set.of(
            Primitive.FLOAT, Primitive.DOUBLE, Primitive.TIME, Primitive.BOOLEAN, Primitive.UUID, Primitive.BINARY);

    private final TargetSpec target;
    private final List<Problem> problems = new ArrayList<>();

    private WriteChecks(TargetSpec target) {
        this.target = target;
    }

    static List<Problem> of(PipelineSpec pipeline) {
        WriteSpec write = pipeline.target().write();
        if (write.mode() == WriteSpec.Mode.APPEND) {
            return List.of();
        }
        WriteChecks checks = new WriteChecks(pipeline.target());
        String word = write.mode().name().toLowerCase(Locale.ROOT);
        if (pipeline.window().isPresent()) {
            checks.problems.add(Problem.at(
                            write.location(),
                            ErrorCode.NOT_WITH_WINDOWS,
                            "'write: %s' cannot be used in a pipeline with windows".formatted(word))
                    .withHint("remove 'write' (a window that is run again is replaced), or remove 'window'"));
        }
        if (write instanceof WriteSpec.OverwritePartitions
                && pipeline.target().partition().isEmpty()) {
            checks.problems.add(Problem.at(
                            write.location(),
                            ErrorCode.UNFIT_WRITE,
                            "'write: overwrite_partitions' needs partitions, and the target has none")
                    .withHint("add 'partition', or use 'write: replace'"));
        }
        if (write instanceof Merge merge) {
            checks.merge(merge);
            pipeline.audits().forEach(checks::audit);
        }
        return checks.problems;
    }

    /** What is audited of a merge are its changes: what comes of them, its publication finds out. */
    private void audit(DatasetAudit audit) {
        if (SqlQuery.parse(audit.query()).tables().stream()
                .anyMatch(table -> table.name().equals(DatasetAudit.RESULT))) {
            problems.add(Problem.at(
                            audit.location(),
                            ErrorCode.UNFIT_WRITE,
                            "audit '%s' reads '%s', which a merge makes only when it is published"
                                    .formatted(audit.name(), DatasetAudit.RESULT))
                    .withHint("ask about 'staged', the changes, and 'published'"));
        }
    }

    private void merge(Merge merge) {
        Set<String> seen = new HashSet<>();
        for (String key : merge.keys()) {
            if (!seen.add(key)) {
                unfit(merge.keysAt(), "the key names the column '%s' twice".formatted(key));
            }
            column(key, merge.keysAt())
                    .filter(column -> !isSimple(column) || NO_KEYS.contains(column.type()))
                    .ifPresent(column -> unfit(
                            merge.keysAt(), "the column '%s' is %s and cannot be a key".formatted(key, column.type())));
        }
        merge.sequence()
                .ifPresent(name -> column(name, merge.sequenceAt())
                        .filter(column -> !isSimple(column) || NO_SEQUENCES.contains(column.type()))
                        .ifPresent(column -> unfit(
                                merge.sequenceAt(),
                                "the column '%s' is %s and tells no order of changes".formatted(name, column.type()))));
        for (TargetColumn column : target.columns()) {
            if (column.type().toString().matches(".*\\btime\\b.*")) {
                unfit(
                        column.location() == null ? merge.location() : column.location(),
                        "the column '%s' holds a time, which Spark cannot read back, as a merge must"
                                .formatted(column.name()));
            }
        }
        merge.history().ifPresent(this::clashes);
    }

    private void clashes(History history) {
        Set<String> names = new HashSet<>();
        target.columns().forEach(column -> names.add(column.name().toLowerCase(Locale.ROOT)));
        target.audit().ifPresent(audit -> names.add(audit.fixId().toLowerCase(Locale.ROOT)));
        for (String name : List.of(history.validFrom(), history.validTo(), history.current())) {
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                problems.add(Problem.at(
                                history.location(),
                                ErrorCode.DUPLICATE_COLUMN,
                                "the target has a column '%s', and 'history' adds one".formatted(name))
                        .withHint("set validFrom, validTo or current of 'target.merge.history' to another name"));
            }
        }
    }

    private Optional<TargetColumn> column(String name, @Nullable Location at) {
        List<TargetColumn> columns = target.columns();
        Optional<TargetColumn> found =
                columns.stream().filter(column -> column.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            problems.add(Problem.at(at, ErrorCode.UNKNOWN_COLUMN, "the target has no column '%s'".formatted(name))
                    .withHint(DidYouMean.hint(
                            name, columns.stream().map(TargetColumn::name).toList())));
        }
        return found;
    }

    private static boolean isSimple(TargetColumn column) {
        return column.type() instanceof Primitive || column.type() instanceof ColumnType.Decimal;
    }

    private void unfit(@Nullable Location at, String message) {
        problems.add(Problem.at(at, ErrorCode.UNFIT_WRITE, message));
    }
}
