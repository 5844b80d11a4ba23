package dev.sluice.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/** Says one clean line when the process is told to end before its command has. The JVM itself exits 130 then. */
final class Interruption {
    private final AtomicBoolean over = new AtomicBoolean();

    private Interruption() {}

    static Interruption watch(Console console) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.tell(console), "interruption"));
        return interruption;
    }

    void over() {
        over.set(true);
    }

    private void tell(Console console) {
        if (!over.get()) {
            console.err()
                    .println(
                            (console.errIsTerminal() ? "\r\033[K" : "")
                                    + "Interrupted. A run that had not begun to publish left nothing behind; 'sluice run' goes on with any other.");
            console.flush();
            // What Spark's threads have to say about their end helps nobody.
            console.err().close();
        }
    }
}
