package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder in which cases are run. */
final class WorkFolder {
    private WorkFolder() {}

    static Path make() {
        try {
            return Files.createTempDirectory("sluice-test-");
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.FILE_UNWRITABLE, "Cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    /** What a case leaves in it is gone already. */
    static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            return;
        }
    }
}
