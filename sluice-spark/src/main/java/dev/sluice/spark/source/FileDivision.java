package dev.sluice.spark.source;

import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.BoundaryScan;
import dev.sluice.spark.source.text.BoundaryScan.Boundary;
import dev.sluice.spark.source.text.BoundaryScan.Part;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.TextEncoding;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** Divides large files between records, by a Spark job that scans their parts. */
final class FileDivision {
    private final JavaSparkContext spark;
    private final Scanner scanner;

    FileDivision(JavaSparkContext spark, SourceFiles files, RecordFormat format, List<SourceColumn> columns) {
        this.spark = spark;
        this.scanner = new Scanner(files, format, ReadColumns.none(columns));
    }

    /** A part of a file to be scanned. */
    private record Request(FileSlice file, long begin, long end) implements Serializable {}

    /** A file that is to be divided at these offsets. */
    private record Plan(FileSlice file, List<Long> offsets, TextEncoding encoding) {}

    /**
     * Divides files.
     *
     * @param parts for each file into how many
     * @return for each file its slices, one if it cannot be divided
     */
    List<List<FileSlice>> divide(List<FileSlice> files, List<Integer> parts) {
        try {
            List<Optional<Plan>> plans = new ArrayList<>();
            List<Request> requests = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                Optional<Plan> plan = plan(files.get(i), parts.get(i));
                plans.add(plan);
                plan.ifPresent(some -> requests.addAll(requests(some)));
            }
            List<Part> scanned = scan(requests);
            List<List<FileSlice>> slices = new ArrayList<>();
            int used = 0;
            for (int i = 0; i < files.size(); i++) {
                if (plans.get(i).isEmpty()) {
                    slices.add(List.of(files.get(i)));
                    continue;
                }
                Plan plan = plans.get(i).get();
                int count = plan.offsets().size() - 1;
                slices.add(slices(plan, scanned.subList(used, used + count)));
                used += count;
            }
            return slices;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Plan> plan(FileSlice file, int parts) throws IOException {
        if (parts < 2 || !scanner.format.divisible()) {
            return Optional.empty();
        }
        try (ByteWindow head = scanner.files.head(file)) {
            return head.splittable()
                    ? Optional.of(new Plan(file, BoundaryScan.offsets(file.size(), parts), head.encoding()))
                    : Optional.empty();
        }
    }

    private static List<Request> requests(Plan plan) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i + 1 < plan.offsets().size(); i++) {
            requests.add(new Request(
                    plan.file(), plan.offsets().get(i), plan.offsets().get(i + 1)));
        }
        return requests;
    }

    private List<Part> scan(List<Request> requests) {
        Scanner remote = scanner;
        return requests.isEmpty()
                ? List.of()
                : spark.parallelize(requests, requests.size()).map(remote::scan).collect();
    }

    private List<FileSlice> slices(Plan plan, List<Part> parts) throws IOException {
        FileSlice file = plan.file();
        List<Boundary> boundaries = BoundaryScan.boundaries(
                plan.offsets(), parts, (start, end) -> scanner.scanFrom(file, start, end, plan.encoding()));
        List<FileSlice> slices = new ArrayList<>();
        long start = 0;
        long number = 1;
        for (Boundary boundary : boundaries) {
            if (boundary.offset() > start) {
                slices.add(file.part(start, boundary.offset(), number));
                start = boundary.offset();
                number = boundary.number();
            }
        }
        if (start < file.size()) {
            slices.add(file.part(start, Long.MAX_VALUE, number));
        }
        return slices;
    }

    /** What travels to the tasks. */
    private static final class Scanner implements Serializable {
        private static final long serialVersionUID = 1;

        private final SourceFiles files;
        private final RecordFormat format;
        private final ReadColumns columns;

        Scanner(SourceFiles files, RecordFormat format, ReadColumns columns) {
            this.files = files;
            this.format = format;
            this.columns = columns;
        }

        Part scan(Request request) throws IOException {
            return BoundaryScan.scan(format, columns, bytes(request.file()), request.begin(), request.end());
        }

        Part scanFrom(FileSlice file, long start, long end, TextEncoding encoding) throws IOException {
            return BoundaryScan.scanFrom(format, columns, bytes(file), start, end, encoding);
        }

        private BoundaryScan.Bytes bytes(FileSlice file) {
            return new BoundaryScan.Bytes() {
                @Override
                public ByteWindow whole() throws IOException {
                    return files.head(file);
                }

                @Override
                public ByteWindow from(long offset, TextEncoding encoding) {
                    return files.from(file, offset, encoding);
                }
            };
        }
    }
}
