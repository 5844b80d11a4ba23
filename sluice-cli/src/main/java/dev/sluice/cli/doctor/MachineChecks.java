package dev.sluice.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Looks at Java, memory and disk. */
public final class MachineChecks {
    private static final int OLDEST_JAVA = 17;
    private static final long MEGABYTE = 1L << 20;
    private static final long ENOUGH_HEAP = 900 * MEGABYTE;
    private static final long ENOUGH_DISK = 1024 * MEGABYTE;

    private MachineChecks() {}

    /** @param state the folder that grows; need not exist */
    public static List<Check> of(Path state) {
        return List.of(java(), memory(Runtime.getRuntime().maxMemory()), disk(state));
    }

    private static Check java() {
        String detail = "%s, %s, %d cores"
                .formatted(
                        System.getProperty("java.version"),
                        System.getProperty("java.vendor"),
                        Runtime.getRuntime().availableProcessors());
        return Runtime.version().feature() >= OLDEST_JAVA
                ? Check.ok("java", detail)
                : Check.fail("java", detail, "Install JDK 17 or later.");
    }

    static Check memory(long heap) {
        String detail = String.format(Locale.ROOT, "heap up to %,d MiB", heap / MEGABYTE);
        return heap >= ENOUGH_HEAP
                ? Check.ok("memory", detail)
                : Check.warn("memory", detail, "Give the JVM more: SLUICE_JAVA_OPTS=-Xmx2g.");
    }

    private static Check disk(Path state) {
        Path existing = state;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String detail = String.format(Locale.ROOT, "%,d MiB free at %s", free / MEGABYTE, existing);
            return free >= ENOUGH_DISK
                    ? Check.ok("disk", detail)
                    : Check.warn("disk", detail, "Free some space, or move the state to another disk.");
        } catch (IOException e) {
            return Check.fail(
                    "disk", "cannot be asked: " + e.getMessage(), "Check that %s can be read.".formatted(existing));
        }
    }
}
