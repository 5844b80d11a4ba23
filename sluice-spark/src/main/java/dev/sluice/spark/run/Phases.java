package dev.sluice.spark.run;

import dev.sluice.core.report.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the driver does in one run, with times, for the report. */
final class Phases {
    private final Clock clock;
    private final Instant startedAt;
    private final List<Phase> done = new ArrayList<>();

    Phases(Clock clock, Instant startedAt) {
        this.clock = clock;
        this.startedAt = startedAt;
    }

    Instant startedAt() {
        return startedAt;
    }

    <T> T time(String name, Supplier<T> work) {
        long start = millis();
        try {
            return work.get();
        } finally {
            add(name, start);
        }
    }

    /** Milliseconds since the run began. */
    long millis() {
        return Duration.between(startedAt, clock.instant()).toMillis();
    }

    void add(String name, long startMillis) {
        done.add(new Phase(name, startMillis, millis()));
    }

    List<Phase> done() {
        return List.copyOf(done);
    }

    double seconds() {
        return millis() / 1000.0;
    }
}
