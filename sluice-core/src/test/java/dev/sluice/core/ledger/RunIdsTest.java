package dev.sluice.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    @Test
    void idTellsWhenTheRunStarted() {
        assertThat(at("2026-03-14T09:15:30.007Z", new Random(1)))
                .matches("20260314-091530-007-[2-9bcdfghjkmnpqrstvwxz]{5}");
    }

    @Test
    void idsSortByTimeAndDifferWithinAMillisecond() {
        Random random = new Random(1);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ids.add(at("2026-03-14T09:15:30Z", random));
        }

        assertThat(ids).hasSize(100).allMatch(id -> id.compareTo(at("2026-03-14T09:15:30.001Z", random)) < 0);
    }

    private static String at(String instant, Random random) {
        return RunIds.next(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC), random);
    }
}
