package dev.sluice.testkit.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.api.Options;
import dev.sluice.api.row.RowPlugin;
import dev.sluice.api.row.RowReason;
import dev.sluice.api.row.RowTrial;
import dev.sluice.testkit.PluginContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every plug-in of the row tier promises; authors extend {@link RowValidatorContract} or {@link RowConverterContract}.
 *
 * @param <P> the plug-in's kind
 */
public abstract class RowPluginContract<P extends RowPlugin> extends PluginContract<P> {
    private static final int THREADS = 4;
    private static final int ROUNDS = 25;

    /**
     * Rows to try the plug-in with, good and bad ones, with a value in each column that it reads; values as
     * {@link dev.sluice.api.row.RecordView#value} says, structs as maps.
     */
    protected abstract List<? extends Map<String, ?>> rows();

    /** The columns that the plug-in says it reads. */
    abstract List<String> reads(P plugin, Options options);

    abstract RowTrial open(P plugin, Options options) throws Exception;

    @Override
    protected final void exercise(P plugin, Options options) throws Exception {
        RowTrial trial = open(plugin, options);
        try {
            for (Map<String, ?> row : rows()) {
                Trials.outcome(trial, row);
            }
        } finally {
            plugin.close();
        }
    }

    @Test
    public void rowsOfThisSuiteAreLookedAtWithoutAnException() throws Exception {
        assertFalse(rows().isEmpty(), "the suite gives no row to try the plug-in with");
        RowTrial trial = open(plugin(), options());
        for (Map<String, ?> row : rows()) {
            String outcome = Trials.outcome(trial, row);
            assertFalse(outcome.startsWith(Trials.THREW), () -> "the row " + Trials.text(row) + " " + outcome);
        }
    }

    @Test
    public void sameRowGivesTheSameResultAlways() throws Exception {
        List<String> expected = outcomes(rows());
        RowTrial trial = open(plugin(), options());
        for (int i = 0; i < rows().size(); i++) {
            Map<String, ?> row = rows().get(i);
            assertEquals(expected.get(i), Trials.outcome(trial, row), () -> Trials.text(row));
            assertEquals(expected.get(i), Trials.outcome(trial, row), () -> "the second time: " + Trials.text(row));
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows().size()).boxed().toList());
        Collections.shuffle(order, new Random(1));
        RowTrial other = open(plugin(), options());
        for (int i : order) {
            Map<String, ?> row = rows().get(i);
            assertEquals(expected.get(i), Trials.outcome(other, row), () -> "in another order: " + Trials.text(row));
        }
    }

    /** Each task has an instance of its own, but all tasks of an executor share what is static. */
    @Test
    public void tasksOnManyThreadsDoNotDisturbOneAnother() throws Exception {
        List<String> expected = outcomes(rows());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(THREADS);
            List<Future<List<String>>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int turn = i;
                results.add(threads.submit(() -> {
                    RowTrial trial = open(plugin(), options());
                    start.countDown();
                    start.await();
                    return differences(trial, expected, turn);
                }));
            }
            for (Future<List<String>> result : results) {
                assertEquals(List.of(), result.get(), "rows that have another result while other tasks run");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> differences(RowTrial trial, List<String> expected, int turn) {
        List<String> differences = new ArrayList<>();
        for (int round = 0; round < ROUNDS && differences.isEmpty(); round++) {
            for (int i = 0; i < expected.size(); i++) {
                // Each thread is at another row.
                int at = (i + turn) % expected.size();
                String outcome = Trials.outcome(trial, rows().get(at));
                if (!outcome.equals(expected.get(at))) {
                    differences.add(Trials.text(rows().get(at)) + ": " + outcome);
                }
            }
        }
        return differences;
    }

    @Test
    public void nullsAreNoFaultOfThePlugin() throws Exception {
        P plugin = plugin();
        List<String> columns = reads(plugin, options());
        RowTrial trial = open(plugin, options());
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        rows.add(new LinkedHashMap<>());
        for (Map<String, ?> row : rows()) {
            for (String column : columns) {
                Map<String, @Nullable Object> holed = new LinkedHashMap<>(row);
                holed.put(column, null);
                rows.add(holed);
            }
        }
        for (Map<String, ?> row : rows) {
            String outcome = Trials.outcome(trial, row);
            assertFalse(outcome.startsWith(Trials.THREW), () -> "the row " + Trials.text(row) + " " + outcome);
        }
    }

    @Test
    public void reasonsHaveCodesThatAreDeclared() throws Exception {
        P plugin = plugin();
        List<String> columns = reads(plugin, options());
        RowTrial trial = open(plugin, options());
        for (Map<String, ?> row : rows()) {
            for (RowReason reason : reasons(trial, row)) {
                assertTrue(
                        codes().contains(reason.code()),
                        () -> "the code '%s' is not among those declared".formatted(reason.code()));
                assertFalse(reason.message().isBlank(), () -> "a reason '%s' has no message".formatted(reason.code()));
                assertFalse(
                        reason.message().contains("\n"),
                        () -> "the message of '%s' has more than one line".formatted(reason.code()));
                assertTrue(
                        columns.contains(reason.path().replaceFirst("[.\\[].*", "")),
                        () -> "the reason '%s' names '%s', which is not read".formatted(reason.code(), reason.path()));
            }
        }
    }

    private static List<RowReason> reasons(RowTrial trial, Map<String, ?> row) {
        try {
            return trial.row(Trials.copy(row)).reasons();
        } catch (IllegalArgumentException e) {
            // A code of a wrong form ends here; so does a value of a type that was not expected, which other tests
            // judge.
            if (String.valueOf(e.getMessage()).contains("reason code")) {
                fail(e.getMessage());
            }
            return List.of();
        } catch (Exception e) {
            return List.of();
        }
    }

    @Test
    public void recordIsLeftAsItIs() throws Exception {
        RowTrial trial = open(plugin(), options());
        for (Map<String, ?> row : rows()) {
            Map<String, @Nullable Object> given = Trials.copy(row);
            Trials.outcomeOf(trial, given);
            assertEquals(Trials.text(row), Trials.text(given), "the plug-in has changed the record");
        }
    }

    private List<String> outcomes(List<? extends Map<String, ?>> rows) throws Exception {
        RowTrial trial = open(plugin(), options());
        return rows.stream().map(row -> Trials.outcome(trial, row)).toList();
    }
}
