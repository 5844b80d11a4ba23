package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.count;
import static dev.sluice.core.report.text.Figures.share;

import dev.sluice.core.report.text.Shown;
import java.util.Comparator;
import java.util.List;

/**
 * The files with most bad rows.
 *
 * @param readKnown whether records were counted by file
 */
record FilesView(List<Line> lines, boolean readKnown, String more) {
    /** {@code share} is that of the file's own rows that are bad. */
    record Line(String name, String path, String read, String quarantined, String share, String mostly, double bar) {}

    static FilesView of(List<FileRows> files, FileNames names) {
        List<FileRows> bad = files.stream()
                .filter(file -> file.quarantined() > 0)
                .sorted(Comparator.comparingLong(FileRows::quarantined)
                        .reversed()
                        .thenComparing(FileRows::path))
                .toList();
        long most = bad.isEmpty() ? 1 : bad.get(0).quarantined();
        List<Line> lines = bad.stream()
                .limit(Limits.FILES)
                .map(file -> line(file, most, names))
                .toList();
        return new FilesView(
                lines,
                files.stream().anyMatch(file -> file.read().isPresent()),
                ReasonsView.more((long) bad.size() - lines.size(), "file"));
    }

    private static Line line(FileRows file, long most, FileNames names) {
        return new Line(
                names.name(file.path()),
                Shown.name(file.path(), Limits.MESSAGE),
                file.read().isPresent() ? count(file.read().getAsLong()) : "–",
                count(file.quarantined()),
                share(file.quarantined(), file.read().orElse(0)),
                file.mostly() == null ? "" : Shown.name(file.mostly(), Limits.CODE),
                ReasonsView.percent(file.quarantined(), most));
    }
}
