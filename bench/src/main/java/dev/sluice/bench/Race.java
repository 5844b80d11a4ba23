package dev.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Contestants in turns: A B C D A B C D, so that what disturbs the machine disturbs all alike.
 *
 * @param warmUps rounds that do not count
 * @param rounds rounds that count
 * @param progress is told each time taken, a line each
 */
record Race(int warmUps, int rounds, Consumer<String> progress) {
    int allRounds() {
        return warmUps + rounds;
    }

    /**
     * The seconds of each contestant in each round that counts.
     *
     * @throws IllegalStateException if one has not written the rows that it should
     */
    Map<String, List<Double>> run(List<? extends Contestant> contestants) throws Exception {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        contestants.forEach(contestant -> seconds.put(contestant.name(), new ArrayList<>()));
        for (int round = 0; round < allRounds(); round++) {
            for (Contestant contestant : contestants) {
                double taken = seconds(contestant, round);
                boolean counts = round >= warmUps;
                progress.accept("%s %d  %-8s %7.3f s"
                        .formatted(counts ? "round  " : "warm-up", counts ? round - warmUps + 1 : round + 1,
                                contestant.name(), taken));
                if (counts) {
                    seconds.get(contestant.name()).add(taken);
                }
            }
        }
        return seconds;
    }

    private static double seconds(Contestant contestant, int round) throws Exception {
        System.gc();
        long start = System.nanoTime();
        contestant.load(round);
        double taken = (System.nanoTime() - start) / 1e9;
        Counts counts = contestant.counts(round);
        if (!counts.equals(contestant.expected())) {
            throw new IllegalStateException("Cannot compare: %s wrote %s where %s is due"
                    .formatted(contestant.name(), counts, contestant.expected()));
        }
        contestant.discard(round);
        return taken;
    }
}
