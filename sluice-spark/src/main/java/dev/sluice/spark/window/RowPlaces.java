package dev.sluice.spark.window;

import dev.sluice.api.ReasonCode;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.Entry.How;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Late;
import dev.sluice.core.window.Place;
import dev.sluice.core.window.Placement;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import dev.sluice.core.window.WindowRun.Kind;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a run need to know to place rows: {@link Placement}, and the ledger's state when the run claimed its
 * window. Travels to the executors; safe for use by many threads.
 */
public final class RowPlaces implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String MEMBER = "!/";

    private final String every;
    private final ZoneId zone;
    private final Late late;
    private final @Nullable Duration lateness;
    private final Span window;
    private final Kind kind;
    private final Again again;
    private final HashMap<String, HashMap<Span, Known>> known = new HashMap<>();
    private final HashSet<Span> published = new HashSet<>();
    /** Files whose own path looks like that of a member of an archive. */
    private final HashSet<String> odd = new HashSet<>();

    private transient volatile @Nullable Rules rules;

    /** A window; {@link Window} itself does not travel. */
    private record Span(long start, long end) implements Serializable {
        /** Stands for rows without an event time. */
        static final Span NONE = new Span(Long.MIN_VALUE, Long.MIN_VALUE);

        static Span of(Window window) {
            return new Span(window.start().getEpochSecond(), window.end().getEpochSecond());
        }

        static Span of(Optional<Window> window) {
            return window.map(is -> of(is)).orElse(NONE);
        }

        Window window() {
            return new Window(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
        }
    }

    /** An {@link Entry}, as far as it decides about places. */
    private record Known(Span home, How how, Span by) implements Serializable {
        Entry entry() {
            return new Entry("", home.window(), how, false, by.window());
        }
    }

    /** Whether the rows were quarantined before, and what they are by now. */
    private enum Again {
        NO,
        AS_READ,
        CORRECTED
    }

    /** What is made anew in each process. */
    private record Rules(Placement placement, WindowRun run) {}

    private RowPlaces(Placement placement, WindowRun run, Again again) {
        this.every = placement.grid().every().toString();
        this.zone = placement.grid().zone();
        this.late = placement.late();
        this.lateness = placement.lateness().orElse(null);
        this.window = Span.of(run.window());
        this.kind = run.kind();
        this.again = again;
    }

    /**
     * Of a run of a window.
     *
     * @param paths of all its inputs
     * @param entries what is known of their rows
     * @param publishedWindows those that were published when the run claimed its own
     */
    public static RowPlaces of(
            Placement placement,
            WindowRun run,
            Collection<String> paths,
            Map<Rows, Entry> entries,
            Set<Window> publishedWindows) {
        RowPlaces places = new RowPlaces(placement, run, Again.NO);
        places.look(paths.stream());
        places.know(entries);
        publishedWindows.forEach(each -> places.published.add(Span.of(each)));
        return places;
    }

    /**
     * Of a run on rows that were quarantined before: their homes are recorded with them, and stay. Only whether a row has an
     * event time, whether rows like it landed late, and whether runs of other windows meet it too, is told.
     *
     * @param entries what is known of the rows of their files
     * @param corrected whether somebody has changed the rows, so that no run meets them in their files as they are
     */
    public static RowPlaces again(Placement placement, Map<Rows, Entry> entries, boolean corrected) {
        Window any = placement.grid().containing(Instant.EPOCH);
        RowPlaces places =
                new RowPlaces(placement, new WindowRun(any, Kind.RERUN), corrected ? Again.CORRECTED : Again.AS_READ);
        places.look(entries.keySet().stream().map(Rows::input));
        places.know(entries);
        return places;
    }

    private void look(Stream<String> paths) {
        paths.filter(path -> path.contains(MEMBER)).forEach(odd::add);
    }

    private void know(Map<Rows, Entry> entries) {
        entries.forEach((rows, entry) -> known.computeIfAbsent(rows.input(), path -> new HashMap<>())
                .put(Span.of(rows.window()), new Known(Span.of(entry.home()), entry.how(), Span.of(entry.by()))));
    }

    ZoneId zone() {
        return zone;
    }

    /** The file that a record's URI names, be the record one of a file in an archive. */
    public String input(String uri) {
        List<String> inputs = inputs(uri);
        for (int i = inputs.size() - 1; i >= 0; i--) {
            if (odd.contains(inputs.get(i))) {
                return inputs.get(i);
            }
        }
        return inputs.get(0);
    }

    /** The files that a record's URI may name, the shortest first: archives may lie in folders that look like archives. */
    public static List<String> inputs(String uri) {
        List<String> inputs = new ArrayList<>();
        for (int at = uri.indexOf(MEMBER); at >= 0; at = uri.indexOf(MEMBER, at + 1)) {
            inputs.add(uri.substring(0, at));
        }
        inputs.add(uri);
        return inputs;
    }

    /** The window of an event time. */
    Window containing(Instant time) {
        return rules().placement.grid().containing(time);
    }

    /** The window that starts at this second. */
    public Window startingAt(long second) {
        return containing(Instant.ofEpochSecond(second));
    }

    /**
     * Where the rows of a file and a window have their place, as {@link PlaceCode}.
     *
     * @param of the window of their event time; empty for none
     */
    long code(String uri, Optional<Window> of) {
        Rules is = rules();
        Optional<Known> found = Optional.ofNullable(known.get(input(uri))).map(ofInput -> ofInput.get(Span.of(of)));
        if (again != Again.NO) {
            // What the row's recorded home is held against is the home of its like.
            Optional<Window> home = of.map(own -> found.filter(like -> like.how() != How.EMPTY)
                    .map(like -> like.home().window())
                    .orElse(own));
            return PlaceCode.of(again(input(uri), of, found.map(Known::how).orElse(How.EMPTY)), home);
        }
        Optional<Entry> entry = found.map(Known::entry);
        boolean isPublished = published.contains(Span.of(of));
        return PlaceCode.of(is.placement.place(is.run, of, entry, isPublished), of);
    }

    private Place again(String input, Optional<Window> of, How how) {
        Window home = of.orElse(window.window());
        if (of.isEmpty()) {
            return new Place.Quarantined(home, ReasonCode.NO_EVENT_TIME);
        }
        Place other = sparesOtherWindows()
                ? new Place.Quarantined(home, ReasonCode.OTHER_WINDOW)
                : new Place.Lands(home, How.OWN);
        return switch (how) {
            case OWN, DEFERRED, NEXT, QUARANTINE -> other;
            case APPEND -> new Place.Lands(home, How.APPEND);
            case EMPTY -> isReadBySeveral(input) ? other : new Place.Lands(home, How.OWN);
        };
    }

    /** Whether runs of several windows read the input, so that those of one meet the rows of all. */
    private boolean isReadBySeveral(String input) {
        return known.getOrDefault(input, new HashMap<>()).values().stream()
                        .filter(is -> is.how() != How.EMPTY)
                        .map(Known::home)
                        .distinct()
                        .count()
                > 1;
    }

    /**
     * Whether rows are left to other runs that read their file: rows that were met without an event time and have one by now,
     * with the pipeline of today. Those runs meet them too, and place them.
     */
    public boolean sparesOtherWindows() {
        return again == Again.AS_READ;
    }

    /** The window in which a row that this run places is at home. */
    public Window home(long code) {
        OptionalLong of = PlaceCode.windowStart(code);
        return PlaceCode.isAppended(code) && of.isPresent() ? startingAt(of.getAsLong()) : window.window();
    }

    /** {@link PlaceCode} of the rows of this run's own window. */
    public long own() {
        Window own = window.window();
        return PlaceCode.of(new Place.Lands(own, How.OWN), Optional.of(own));
    }

    /** When the window of this run starts. */
    public Instant start() {
        return Instant.ofEpochSecond(window.start);
    }

    /** Which rows a task has seen. */
    public Rows rows(SeenRows.Group group) {
        OptionalLong of = PlaceCode.windowStart(group.code());
        return new Rows(
                input(group.file()), of.isPresent() ? Optional.of(startingAt(of.getAsLong())) : Optional.empty());
    }

    /** Whether this run brings the rows after their window was published. */
    public boolean brings(long code, Window own) {
        Span span = Span.of(own);
        return !span.equals(window) && published.contains(span) && !PlaceCode.isElsewhere(code);
    }

    private Rules rules() {
        Rules made = rules;
        if (made == null) {
            Grid grid = new Grid(Every.parse(every).orElseThrow(), zone);
            made = new Rules(
                    new Placement(grid, true, late, Optional.ofNullable(lateness)),
                    new WindowRun(window.window(), kind));
            rules = made;
        }
        return made;
    }
}
