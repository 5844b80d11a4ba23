package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.window.Window;

/**
 * An input of which a published window has rows.
 *
 * @param home the window
 * @param path as in {@link SourceFile}
 * @param version in which it was read
 */
public record WindowInput(Window home, String path, String version) {
    public WindowInput {
        requireNonNull(home, "home");
        requireNonNull(path, "path");
        requireNonNull(version, "version");
    }

    /** Whether the input, listed now, has another content than the one that was read; not where that cannot be told. */
    public boolean differs(SourceFile now) {
        return !now.sameContent(new SourceFile(path, now.size(), version));
    }
}
