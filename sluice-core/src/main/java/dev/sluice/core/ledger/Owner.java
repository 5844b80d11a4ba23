package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

/**
 * The process that works on a run.
 *
 * @param host the machine's name, with its table of processes where the system tells it
 * @param pid its process id
 * @param startedMillis when the process started, epoch milliseconds, so that a reused pid is not mistaken for it
 */
public record Owner(String host, long pid, long startedMillis) {
    public Owner {
        requireNonNull(host, "host");
    }

    /** This process. */
    public static Owner current() {
        return LocalProcesses.current();
    }
}
