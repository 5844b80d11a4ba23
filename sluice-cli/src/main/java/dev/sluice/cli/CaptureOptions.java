package dev.sluice.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a case is made of the rows of a run. */
final class CaptureOptions {
    @Option(names = "--from", paramLabel = "RUN", required = true, description = "The run whose rows make the case.")
    String run = "";

    @Option(names = "--rows", paramLabel = "N", description = "At most so many rows; 10 unless set.")
    int rows = 10;

    @Option(
            names = "--mask",
            paramLabel = "COLUMN=RULE",
            description =
                    "How a column is masked: shape (letters by letters, digits by digits), hash, text:TEXT, null or"
                            + " keep. Repeatable. Columns that become text are masked by shape, others kept.")
    List<String> masks = new ArrayList<>();

    @Option(names = "--no-mask", description = "Mask no column but those named with --mask.")
    boolean noMask;

    @Option(names = "--to", paramLabel = "FILE", description = "The file to write; tests/PIPELINE-RUN.yaml unless set.")
    @Nullable
    Path file;
}
