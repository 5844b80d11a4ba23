package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The processes of this machine. */
final class LocalProcesses implements Liveness {
    /** A process's start is worked out from the machine's boot time, which differs a little from reading to reading. */
    private static final long START_TOLERANCE_MILLIS = 10_000;

    private static final String HOST = host();

    static Owner current() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(HOST, self.pid(), startMillis(self));
    }

    @Override
    public boolean isDead(Owner owner) {
        requireNonNull(owner, "owner");
        if (!owner.host().equals(HOST)) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(owner.pid());
        if (process.isEmpty() || !process.get().isAlive() || isZombie(owner.pid())) {
            return true;
        }
        long started = startMillis(process.get());
        return started != 0
                && owner.startedMillis() != 0
                && Math.abs(started - owner.startedMillis()) > START_TOLERANCE_MILLIS;
    }

    // 0 where the system does not tell.
    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    // Killed, but not yet buried by its parent; in many containers nobody ever does.
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            int end = stat.lastIndexOf(')');
            return end >= 0 && stat.startsWith(" Z", end + 1);
        } catch (IOException e) {
            return false; // no /proc here, or gone in between: the next look tells
        }
    }

    // Two containers may share a name, but not a table of processes.
    private static String host() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            name = "localhost";
        }
        try {
            return name + "/" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return name;
        }
    }
}
