package dev.sluice.core.dag;

import static java.util.Objects.requireNonNull;

/**
 * Why a pipeline is not run: one that it reads from has no good state.
 *
 * @param parent whose fault it is, in the end
 * @param why completes "parent orders …", such as {@code is held (run 20260101-…)}
 */
public record ParentStop(String parent, String why) {
    public ParentStop {
        requireNonNull(parent, "parent");
        requireNonNull(why, "why");
    }

    /** One line: {@code not run: parent orders is held (run …)}. */
    public String line() {
        return "not run: parent %s %s".formatted(parent, why);
    }
}
