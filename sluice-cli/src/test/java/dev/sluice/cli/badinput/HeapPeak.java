package dev.sluice.cli.badinput;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The most heap that was in use when a collection had ended, since this was made: what was needed, and the garbage that a
 * young collection leaves in the old generation, but not what a collector has not looked at yet. How often it looks is the
 * collector's own affair; that all fits is what {@code -Xmx} shows.
 */
final class HeapPeak implements AutoCloseable {
    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();
    private static final Set<String> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    /** So much garbage may lie about before it is worth a collection, which takes longer than most runs. */
    private static final long CLUTTER = 384L << 20;

    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private final long before;
    private final NotificationListener listener = (notification, handback) -> {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            hear(GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()));
        }
    };

    private HeapPeak() {
        before = collections();
        COLLECTORS.forEach(
                collector -> ((NotificationEmitter) collector).addNotificationListener(listener, null, null));
    }

    static HeapPeak fromNow() {
        if (inUse() > CLUTTER) {
            System.gc();
        }
        return new HeapPeak();
    }

    private static long inUse() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void hear(GarbageCollectionNotificationInfo info) {
        long used = info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> HEAP.contains(pool.getKey()))
                .map(Map.Entry::getValue)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        peak.accumulateAndGet(used, Math::max);
        heard.incrementAndGet();
    }

    private static long collections() {
        return COLLECTORS.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** What was needed at most, in MiB; where that is below the limit with all garbage counted, nothing is collected to know it better. */
    long mib(long limit) throws InterruptedException {
        long most = Math.max(heardPeak(), inUse());
        if (most >> 20 < limit) {
            return most >> 20;
        }
        System.gc();
        return heardPeak() >> 20;
    }

    /** Notifications come from a thread of their own. */
    private long heardPeak() throws InterruptedException {
        for (int i = 0; i < 500 && heard.get() < collections() - before; i++) {
            Thread.sleep(10);
        }
        return peak.get();
    }

    @Override
    public void close() {
        try {
            for (GarbageCollectorMXBean collector : COLLECTORS) {
                ((NotificationEmitter) collector).removeNotificationListener(listener);
            }
        } catch (ListenerNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
