package dev.sluice.spark.window;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.shiftright;

import dev.sluice.api.ReasonCode;
import dev.sluice.core.window.Entry.How;
import dev.sluice.core.window.Place;
import dev.sluice.core.window.Window;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;

/**
 * A {@link Place} and the window of the row's event time in one long, so that it travels through Spark as a column of its
 * own: the start of that window in seconds, and in the lowest bits what becomes of the row.
 */
public final class PlaceCode {
    private static final int OWN = 0;
    private static final int APPEND = 1;
    private static final int NEXT = 2;
    private static final int TOO_LATE = 3;
    private static final int LATE_ROW = 4;
    private static final int NO_EVENT_TIME = 5;
    private static final int OTHER_WINDOW = 6;
    private static final int DEFERRED = 7;
    private static final int ELSEWHERE = 8;
    private static final int BITS = 4;
    private static final long LOWEST = (1L << BITS) - 1;
    private static final long NONE = Long.MIN_VALUE >> BITS;

    private PlaceCode() {}

    static long of(Place place, Optional<Window> of) {
        long start = of.map(window -> window.start().getEpochSecond()).orElse(NONE);
        return start << BITS | what(place);
    }

    private static int what(Place place) {
        if (place instanceof Place.Lands lands) {
            return ofLanding(lands.how());
        } else if (place instanceof Place.Quarantined quarantined) {
            return ofReason(quarantined.reason());
        }
        return place instanceof Place.Deferred ? DEFERRED : ELSEWHERE;
    }

    private static int ofLanding(How how) {
        return switch (how) {
            case OWN -> OWN;
            case APPEND -> APPEND;
            case NEXT -> NEXT;
            case QUARANTINE, DEFERRED, EMPTY ->
                throw new IllegalArgumentException("Invalid place: rows do not land as " + how);
        };
    }

    private static int ofReason(ReasonCode reason) {
        return switch (reason) {
            case TOO_LATE -> TOO_LATE;
            case LATE_ROW -> LATE_ROW;
            case NO_EVENT_TIME -> NO_EVENT_TIME;
            case OTHER_WINDOW -> OTHER_WINDOW;
            default -> throw new IllegalArgumentException("Invalid place: windows do not give the reason " + reason);
        };
    }

    /** When the window of the row's event time starts, in seconds; empty if it has no event time. */
    public static OptionalLong windowStart(long code) {
        long start = code >> BITS;
        return start == NONE ? OptionalLong.empty() : OptionalLong.of(start);
    }

    /** Whether this run leaves the row to another one. */
    public static boolean leaves(long code) {
        return (code & LOWEST) >= DEFERRED;
    }

    /** Whether the row's home is the window of its event time rather than that of the run. */
    static boolean isAppended(long code) {
        return (code & LOWEST) == APPEND;
    }

    static boolean isElsewhere(long code) {
        return (code & LOWEST) == ELSEWHERE;
    }

    /** True where this run places the row; never null. */
    public static Column stays(Column code) {
        return what(code).lt(lit((long) DEFERRED));
    }

    /** True where the row comes after its window was published and lands there all the same. */
    public static Column isLate(Column code) {
        return what(code).equalTo(lit((long) APPEND));
    }

    /** The start of the window of the row's event time, in seconds. */
    public static Column windowStart(Column code) {
        return shiftright(code, BITS);
    }

    /** As {@link #windowStart(Column)}, in microseconds; only for rows that have an event time. */
    public static Column windowStartMicros(Column code) {
        return windowStart(code).multiply(lit(1_000_000L));
    }

    /**
     * True where a replayed row belongs to the runs of another window than its home; never null. The window of such a code
     * is the home of rows of the same file and event time.
     *
     * @param home when that starts, in microseconds; null for none
     */
    public static Column isOfOtherWindow(Column code, Column home) {
        return hasReason(code, ReasonCode.OTHER_WINDOW)
                .or(isLate(code))
                .and(not(windowStartMicros(code).eqNullSafe(home)));
    }

    /** True where the windows give this reason. */
    public static Column hasReason(Column code, ReasonCode reason) {
        return what(code).equalTo(lit((long) ofReason(reason)));
    }

    private static Column what(Column code) {
        return code.bitwiseAND(lit(LOWEST));
    }
}
