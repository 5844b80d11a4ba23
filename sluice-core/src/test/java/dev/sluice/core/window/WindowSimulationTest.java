package dev.sluice.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dsluice.windows.seeds=100000} runs more schedules, {@code -Dsluice.windows.first=SEED -Dsluice.windows.seeds=1}
 * one again.
 */
class WindowSimulationTest {
    private static final long FIRST = Long.getLong("sluice.windows.first", 0);
    private static final long SEEDS = Long.getLong("sluice.windows.seeds", 10_000);

    @Test
    void eachRowIsInExactlyOnePlaceAsThePolicySaysWhateverTheSchedule() {
        Map<WindowRun.Kind, Long> runs = new EnumMap<>(WindowRun.Kind.class);
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            WindowSimulation simulation = new WindowSimulation(seed, WindowRules::new, WindowShadow.NONE, false);
            try {
                simulation.run();
            } catch (AssertionError e) {
                throw new AssertionError("seed %d: %s%n%s".formatted(seed, e.getMessage(), replay(seed)), e);
            }
            for (WindowRun.Kind kind : WindowRun.Kind.values()) {
                runs.merge(kind, simulation.published(kind), Long::sum);
            }
        }
        System.out.println(SEEDS + " schedules, published runs " + runs + ", 0 lost, 0 doubled, 0 misplaced");
        if (SEEDS >= 1000) {
            assertThat(runs.get(WindowRun.Kind.LATE)).isGreaterThan(SEEDS / 100);
        }
    }

    private static String replay(long seed) {
        WindowSimulation simulation = new WindowSimulation(seed, WindowRules::new, WindowShadow.NONE, true);
        try {
            simulation.run();
            return "the seed does not fail again";
        } catch (AssertionError e) {
            return simulation.trace();
        }
    }

    private static boolean isSeen(Function<Placement, WindowRules> rules) {
        for (long seed = 0; seed < 5000; seed++) {
            try {
                new WindowSimulation(seed, rules, WindowShadow.NONE, false).run();
            } catch (AssertionError e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void rowsThatAnotherRunPlacedWouldBeDoubledIfTheyWereNotLeftAlone() {
        assertThat(isSeen(placement -> new WindowRules(placement) {
                    @Override
                    Place place(WindowRun run, Optional<Window> of, Optional<Entry> known, boolean published) {
                        return super.place(run, of, Optional.empty(), published);
                    }
                }))
                .isTrue();
    }

    @Test
    void lateRowsWouldBeLostIfAReRunDidNotStartOverAfterAnAddition() {
        assertThat(isSeen(placement -> new WindowRules(placement) {
                    @Override
                    boolean refusesAdditions() {
                        return false;
                    }
                }))
                .isTrue();
    }

    @Test
    void lateRowsWouldBeLostIfAReRunDidNotWaitForARunThatIsPrepared() {
        assertThat(isSeen(placement -> new WindowRules(placement) {
                    @Override
                    boolean waitsForPrepared() {
                        return false;
                    }
                }))
                .isTrue();
    }

    @Test
    void rowsWouldBeDoubledIfTwoRunsReadAnInputAtOnce() {
        assertThat(isSeen(placement -> new WindowRules(placement) {
                    @Override
                    boolean readsAlone() {
                        return false;
                    }
                }))
                .isTrue();
    }

    @Test
    void rowsWouldBeLostIfAReRunLeftOutInputsThatItsWindowHasRowsOf() {
        assertThat(isSeen(placement -> new WindowRules(placement) {
                    @Override
                    boolean waitsForRowsThatAreHeld() {
                        return false;
                    }
                }))
                .isTrue();
    }

    @Test
    void rowsWouldBeDoubledIfAPreparedRunWereForgottenOrCommittedTwice() {
        assertThat(isSeen(placement -> new WindowRules(placement) {
                    @Override
                    boolean rollsForward() {
                        return false;
                    }
                }))
                .isTrue();
        assertThat(isSeen(placement -> new WindowRules(placement) {
                    @Override
                    boolean looksForItself() {
                        return false;
                    }
                }))
                .isTrue();
    }

    @Test
    void aChangedInputWouldLeaveOldRowsBehindInOtherWindows() {
        assertThat(isSeen(placement -> new WindowRules(placement) {
                    @Override
                    boolean settlesChanges() {
                        return false;
                    }
                }))
                .isTrue();
    }
}
