package dev.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of work took: seconds by the clock, and seconds of this process on all cores. */
record Lap(double seconds, double cpuSeconds) {
    interface Work {
        void run() throws Exception;
    }

    /** Does the work, after the garbage of earlier work is gone. */
    static Lap of(Work work) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.gc();
        long cpuStart = system.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        return new Lap((System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - cpuStart) / 1e9);
    }
}
