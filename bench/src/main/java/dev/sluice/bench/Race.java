package dev.sluice.bench;

import java.util.List;
import java.util.function.Consumer;

/**
 * Contestants in turns: A B C D A B C D, so that what disturbs the machine disturbs all alike.
 *
 * @param warmUps rounds that do not count
 * @param rounds rounds that count
 * @param progress is told each time taken, a line each
 * @param warm is run before the first round that counts
 */
record Race(int warmUps, int rounds, Consumer<String> progress, Runnable warm) {
    Race(int warmUps, int rounds, Consumer<String> progress) {
        this(warmUps, rounds, progress, () -> {});
    }

    int allRounds() {
        return warmUps + rounds;
    }

    /**
     * What each contestant took in each round that counts.
     *
     * @throws IllegalStateException if one has not written the rows that it should
     */
    Times run(List<? extends Contestant> contestants) throws Exception {
        Times times = new Times();
        for (int round = 0; round < allRounds(); round++) {
            if (round == warmUps) {
                warm.run();
            }
            for (Contestant contestant : contestants) {
                Lap lap = lap(contestant, round);
                boolean counts = round >= warmUps;
                progress.accept("%s %d  %-8s %7.3f s  (CPU %7.3f s)"
                        .formatted(
                                counts ? "round  " : "warm-up",
                                counts ? round - warmUps + 1 : round + 1,
                                contestant.name(),
                                lap.seconds(),
                                lap.cpuSeconds()));
                if (counts) {
                    times.add(contestant.name(), lap);
                }
            }
        }
        return times;
    }

    private static Lap lap(Contestant contestant, int round) throws Exception {
        Lap lap = Lap.of(() -> contestant.load(round));
        Counts counts = contestant.counts(round);
        if (!counts.equals(contestant.expected())) {
            throw new IllegalStateException("Cannot compare: %s wrote %s where %s is due"
                    .formatted(contestant.name(), counts, contestant.expected()));
        }
        contestant.discard(round);
        return lap;
    }
}
