package dev.sluice.spark.commit;

/**
 * Lets whoever publishes die at a step within this process: what follows is left undone, as by a process that is killed,
 * and its lease is given up instead of running out.
 *
 * @param side {@code before} or {@code after}
 * @param how ends it
 */
public record Death(String side, CommitStep at, Runnable how) implements CommitObserver {
    /** No exception of those that anybody handles. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    public Death(String side, CommitStep at) {
        this(side, at, () -> {
            throw new Killed();
        });
    }

    @Override
    public void before(CommitStep step) {
        if (side.equals("before") && step == at) {
            how.run();
        }
    }

    @Override
    public void after(CommitStep step) {
        if (side.equals("after") && step == at) {
            how.run();
        }
    }
}
