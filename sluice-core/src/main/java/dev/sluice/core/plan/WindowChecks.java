package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.spec.Watermark;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.spec.WindowTexts;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.WindowReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong between a pipeline's windows and its columns. */
final class WindowChecks {
    private static final Set<Primitive> TIMES = EnumSet.of(Primitive.DATE, Primitive.TIMESTAMP, Primitive.TIMESTAMPTZ);

    private WindowChecks() {}

    static List<Problem> of(PipelineSpec pipeline) {
        List<Problem> problems = new ArrayList<>();
        pipeline.window().ifPresent(window -> {
            TargetSpec target = pipeline.target();
            window.column().ifPresent(column -> time(column, window.columnAt(), target, problems));
            window.watermark().ifPresent(watermark -> {
                if (watermark instanceof Watermark.Progress progress) {
                    time(progress.column(), progress.location(), target, problems);
                    if (pipeline.source().files().stream().anyMatch(file -> WindowReference.indexIn(file) >= 0)) {
                        problems.add(Problem.at(
                                        progress.location(),
                                        ErrorCode.CONFLICTING_KEYS,
                                        "the progress of a column cannot be told where source.files refers to the window: the files that would tell it are those of later windows")
                                .withHint("use 'window.watermark.marker', or 'window.buffer'"));
                    }
                    if (pipeline.source().tables().isPresent()) {
                        problems.add(Problem.at(
                                        progress.location(),
                                        ErrorCode.CONFLICTING_KEYS,
                                        "the progress of a column is told by files, and the source reads %s"
                                                .formatted(pipeline.source().describe()))
                                .withHint("use 'window.watermark.marker', or 'window.buffer'"));
                    }
                }
            });
            clashes(window, target, problems);
            Grid grid = window.schedule().grid();
            WindowTexts.coarse(pipeline)
                    .ifPresent(alike -> problems.add(Problem.at(
                                    pipeline.source().location(),
                                    ErrorCode.WINDOWS_ALIKE,
                                    "windows of %s read the same: for two of them, source is '%s'"
                                            .formatted(grid.every(), alike.text()))
                            .withHint("let the pattern tell the start of each window, as ${window.start:%s} does"
                                    .formatted(pattern(grid.every())))));
        });
        return problems;
    }

    private static String pattern(Every every) {
        return switch (every.unit()) {
            case HOURS -> "yyyy-MM-dd-HHX";
            case DAYS, WEEKS -> "yyyy-MM-dd";
            case MONTHS -> "yyyy-MM";
        };
    }

    private static void time(String name, @Nullable Location at, TargetSpec target, List<Problem> problems) {
        List<TargetColumn> columns = target.columns();
        TargetColumn column = columns.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        if (column == null) {
            List<String> names = columns.stream().map(TargetColumn::name).toList();
            problems.add(Problem.at(at, ErrorCode.UNKNOWN_COLUMN, "the target has no column '%s'".formatted(name))
                    .withHint(DidYouMean.hint(name, names)));
        } else if (!(column.type() instanceof Primitive type && TIMES.contains(type))) {
            problems.add(Problem.at(
                    at,
                    ErrorCode.WINDOW_COLUMN,
                    "the column '%s' is %s and tells no time".formatted(name, column.type())));
        }
    }

    private static void clashes(WindowSpec window, TargetSpec target, List<Problem> problems) {
        for (TargetColumn added : target.added()) {
            List<String> others = new ArrayList<>();
            target.columns().forEach(column -> others.add(column.name()));
            target.audit().ifPresent(audit -> others.add(audit.fixId()));
            others.stream().filter(added.name()::equalsIgnoreCase).findFirst().ifPresent(other -> {
                String key = added.name().equals(window.mark().column())
                        ? window.mark().key()
                        : "lateColumn";
                problems.add(Problem.at(
                                window.location(),
                                ErrorCode.DUPLICATE_COLUMN,
                                "the target has a column '%s', and windows add '%s'".formatted(other, added.name()))
                        .withHint("set 'window.%s' to another name".formatted(key)));
            });
        }
    }
}
