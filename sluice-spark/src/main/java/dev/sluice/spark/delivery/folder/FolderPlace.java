package dev.sluice.spark.delivery.folder;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.SinkContext;
import dev.sluice.api.sink.SinkPlace;
import dev.sluice.api.sink.SinkState;
import dev.sluice.api.sink.StagedState;
import dev.sluice.spark.delivery.DeliveryContext;
import dev.sluice.spark.delivery.DeliveryObserver;
import dev.sluice.spark.delivery.DeliveryStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with {@code data/ID/} for the files of each state, {@code manifests/ID.json} that lists them, and {@code
 * current.json} that names the state which readers see. A state's files are never changed; only the pointer is.
 */
final class FolderPlace implements SinkPlace {
    private static final Logger LOG = LoggerFactory.getLogger(FolderPlace.class);
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    private static final Pattern ID = Pattern.compile("\\d{8}-\\d{6}-\\d{3}-[a-z0-9]+");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);

    /** Where nothing keeps deliveries apart, one that is younger may be at work still. */
    private static final Duration AT_WORK = Duration.ofDays(1);

    private final SinkFiles files;
    private final FolderFormat format;
    private final Duration keep;
    private final String owner;
    private final SparkSession session;
    private final DeliveryObserver observer;

    /** What readers saw when this place was last looked at or changed: only that may be replaced. */
    private Optional<Pointer> seen = Optional.empty();

    private FolderPlace(SinkFiles files, FolderFormat format, Duration keep, SinkContext context) {
        this.files = files;
        this.format = format;
        this.keep = keep;
        this.owner = context.owner();
        this.session = context.session();
        this.observer = DeliveryContext.observer(context);
    }

    static FolderPlace open(String path, FolderFormat format, Duration keep, SinkContext context) throws Exception {
        SinkFiles files = files(path, context);
        try {
            FolderPlace place = new FolderPlace(files, format, keep, context);
            Optional<Pointer> pointer = place.pointer();
            if (pointer.isPresent() && !pointer.get().owner().equals(context.owner())) {
                throw new SluiceException(
                        ErrorCode.SINK_TAKEN,
                        "the folder holds what %s delivers"
                                .formatted(pointer.get().owner()));
            }
            place.seen = pointer;
            place.removeDead(pointer);
            return place;
        } catch (Throwable e) {
            files.close();
            throw e;
        }
    }

    private static SinkFiles files(String path, SinkContext context) throws Exception {
        if (!SCHEME.matcher(path).matches()) {
            return LocalFiles.open(context.folder().resolve(path).normalize());
        }
        return path.startsWith("file:")
                ? LocalFiles.open(Path.of(path.substring("file:".length()).replaceFirst("^/+", "/"))
                        .normalize())
                : HadoopFiles.open(
                        path,
                        ((org.apache.spark.sql.classic.SparkSession) context.session())
                                .sparkContext()
                                .hadoopConfiguration());
    }

    private Optional<Pointer> pointer() throws IOException {
        Optional<byte[]> content = files.read(Pointer.FILE);
        return content.isEmpty() ? Optional.empty() : Optional.of(Pointer.read(content.get()));
    }

    @Override
    public Optional<SinkState> current() throws IOException {
        seen = pointer();
        // In another format it is another state: of what is asked for, nothing is there yet.
        return seen.filter(now -> now.format().equals(format.word())).map(Pointer::state);
    }

    @Override
    public StagedState stage(String id, Dataset<Row> rows) throws IOException {
        // As the standard has them: Spark's own timestamps are an old form, and dates before 1582 would be refused.
        session.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        session.conf().set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
        rows.write().format(format.word()).options(format.writing()).save(files.uri(Pointer.data(id)));
        List<SinkFiles.Sized> written = files.files(Pointer.data(id));
        files.sync(Pointer.data(id), written);
        return new Staged(id, rows.schema(), written, seen);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** Removes what belongs to no state: deliveries died over it. */
    private void removeDead(Optional<Pointer> pointer) throws IOException {
        Set<String> known = new HashSet<>();
        pointer.ifPresent(now -> {
            known.add(now.state().id());
            now.replaced().forEach(old -> known.add(old.id()));
        });
        Set<String> found = new HashSet<>(files.names("data"));
        files.names("manifests").forEach(name -> found.add(name.replaceFirst("\\.json$", "")));
        for (String id : found) {
            if (ID.matcher(id).matches() && !known.contains(id) && isDead(id)) {
                remove(id);
            }
        }
    }

    private boolean isDead(String id) {
        if (files.exclusive()) {
            return true;
        }
        Instant began =
                LocalDateTime.parse(id.substring(0, id.lastIndexOf('-')), TIME).toInstant(ZoneOffset.UTC);
        return began.plus(AT_WORK).isBefore(Instant.now());
    }

    /** What cannot be removed is no state, and is tried again at the next delivery. */
    private void remove(String id) {
        try {
            files.delete(Pointer.data(id));
            files.delete(Pointer.manifest(id));
        } catch (IOException e) {
            LOG.warn("Files of delivery {} stay", id, e);
        }
    }

    private final class Staged implements StagedState {
        private final String id;
        private final StructType schema;
        private final List<SinkFiles.Sized> written;
        private final Optional<Pointer> before;
        private boolean tried;

        private Staged(String id, StructType schema, List<SinkFiles.Sized> written, Optional<Pointer> before) {
            this.id = id;
            this.schema = schema;
            this.written = written;
            this.before = before;
        }

        @Override
        public Dataset<Row> rows() {
            if (written.isEmpty()) {
                return session.createDataFrame(List.<Row>of(), schema);
            }
            return session.read()
                    .schema(schema)
                    .format(format.word())
                    .options(format.reading())
                    .load(written.stream()
                            .map(file -> files.uri(Pointer.data(id) + "/" + file.name()))
                            .toArray(String[]::new));
        }

        @Override
        public void publish(SinkState state) throws IOException {
            observer.before(DeliveryStep.RECORD);
            files.write(Pointer.manifest(id), Pointer.manifest(state, format.word(), written));
            observer.after(DeliveryStep.RECORD);
            if (!pointer().equals(before)) {
                throw new SluiceException(ErrorCode.SINK_BUSY, "another delivery has changed the folder meanwhile");
            }
            List<Pointer.Replaced> replaced = new ArrayList<>();
            List<Pointer.Replaced> old = new ArrayList<>();
            before.ifPresent(last -> {
                last.replaced().forEach(each -> (each.at().plus(keep).isAfter(state.at()) ? replaced : old).add(each));
                replaced.add(new Pointer.Replaced(last.state().id(), state.at()));
            });
            observer.before(DeliveryStep.PUBLISH);
            // Whatever is thrown from here on, readers may see the files.
            tried = true;
            byte[] pointer = new Pointer(owner, format.word(), state, replaced).toBytes();
            files.replace(Pointer.FILE, pointer);
            seen = Optional.of(Pointer.read(pointer));
            observer.after(DeliveryStep.PUBLISH);
            observer.before(DeliveryStep.CLEAN);
            for (Pointer.Replaced each : old) {
                remove(each.id());
            }
            observer.after(DeliveryStep.CLEAN);
        }

        @Override
        public void close() {
            if (!tried) {
                remove(id);
            }
        }
    }
}
