package dev.sluice.spark.faults;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Counts what faults do to rows, for a row of the table that {@code faults/table} makes; several of the same name are
 * added there. For one thread.
 */
public final class FaultTally {
    private final String name;
    private int faults;
    private long lost;
    private long doubled;
    private int unreadable;
    private int without;
    private int failed;

    private record Effect(long lost, long doubled, boolean unreadable) {
        boolean isNone() {
            return lost == 0 && doubled == 0 && !unreadable;
        }
    }

    public FaultTally(String name) {
        this.name = name;
    }

    /** As {@link #count}, and fails if the fault did anything. */
    public void with(Map<String, Long> due, Supplier<Map<String, Long>> found) {
        if (!count(due, found)) {
            throw new AssertionError("%s: there are %s, where %s are due".formatted(name, found.get(), due));
        }
    }

    /**
     * Counts a fault that must have done nothing.
     *
     * @param due rows by any name, such as that of their table or file
     * @param found what a reader sees; throws if he can see nothing
     * @return whether it did nothing
     */
    public boolean count(Map<String, Long> due, Supplier<Map<String, Long>> found) {
        Effect effect = effect(due, found);
        faults++;
        lost += effect.lost();
        doubled += effect.doubled();
        unreadable += effect.unreadable() ? 1 : 0;
        return effect.isNone();
    }

    /** Counts a fault that struck with the protection off. */
    public void without(Map<String, Long> due, Supplier<Map<String, Long>> found) {
        without++;
        failed += effect(due, found).isNone() ? 0 : 1;
    }

    /** With the protection off something must have gone wrong, or nothing is shown. */
    public void assertFailedWithout() {
        if (!hasFailedWithout()) {
            throw new AssertionError(name + ": nothing failed with the protection off");
        }
    }

    boolean hasFailedWithout() {
        return failed > 0;
    }

    @Override
    public String toString() {
        return "%d faults, %d lost, %d doubled".formatted(faults, lost, doubled);
    }

    /** As {@code faults/table} reads it. */
    public void print() {
        System.out.printf("fault|%s|%d|%d|%d|%d|%d|%d%n", name, faults, lost, doubled, unreadable, failed, without);
    }

    private static Effect effect(Map<String, Long> due, Supplier<Map<String, Long>> found) {
        Map<String, Long> rows;
        try {
            rows = found.get();
        } catch (Exception e) {
            // Spark throws checked ones that no signature tells of.
            return new Effect(0, 0, true);
        }
        long lost = 0;
        long doubled = 0;
        TreeSet<String> names = new TreeSet<>(due.keySet());
        names.addAll(rows.keySet());
        for (String each : names) {
            long more = rows.getOrDefault(each, 0L) - due.getOrDefault(each, 0L);
            lost += Math.max(0, -more);
            doubled += Math.max(0, more);
        }
        return new Effect(lost, doubled, false);
    }
}
