package dev.sluice.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the launcher make the archive of loaded classes after the first command that missed it. It goes on in a process
 * of its own, at low priority; a command never waits for it, and nothing depends on its success.
 */
final class ArchiveTraining {
    private ArchiveTraining() {}

    static void startIfMissing() {
        String kind = System.getProperty("sluice.archive");
        String app = System.getProperty("sluice.app");
        if (kind == null || app == null) {
            return;
        }
        List<String> command = new ArrayList<>();
        if (new File("/usr/bin/nice").canExecute()) {
            command.addAll(List.of("/usr/bin/nice", "-n", "10"));
        }
        command.addAll(List.of(app + "/bin/sluice", "--make-archive", kind));
        try {
            new ProcessBuilder(command)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // The next command is no slower than this one was.
            return;
        }
    }
}
