package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OneCallAtATimeTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch inStep = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void progressWaitsUntilTheStepHasReturned() throws InterruptedException {
        RunListener listener = new OneCallAtATime(new SlowStep());
        Thread run = new Thread(() -> listener.step("read", "2 files"));
        Thread spark = new Thread(() -> listener.progress(1, 2, 3));
        run.start();
        assertThat(inStep.await(30, TimeUnit.SECONDS)).isTrue();

        spark.start();
        while (spark.getState() != Thread.State.BLOCKED && spark.isAlive()) {
            Thread.sleep(1);
        }
        goOn.countDown();
        run.join();
        spark.join();

        assertThat(calls).containsExactly("step begins", "step ends", "progress");
    }

    private final class SlowStep implements RunListener {
        @Override
        public void step(String name, String detail) {
            calls.add("step begins");
            inStep.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            calls.add("step ends");
        }

        @Override
        public void progress(int tasksDone, int tasksTotal, long recordsRead) {
            calls.add("progress");
        }
    }
}
