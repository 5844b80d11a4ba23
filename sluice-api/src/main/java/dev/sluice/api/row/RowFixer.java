package dev.sluice.api.row;

import org.jspecify.annotations.Nullable;

/**
 * A step of {@code fix:} that mends the text of one cell. It is asked only about cells of the source that a reason
 * concerns; the row then passes all steps and rules again, and what was changed is kept if, and only if, the row lands.
 *
 * <p>Which columns it is for, the step says by {@code column} or {@code columns}, which are no options of the plug-in.
 */
public interface RowFixer extends RowPlugin {
    /**
     * Mends one cell.
     *
     * @param column of the source
     * @param text as read, or as the fixes before have left it
     * @return the mended text; null, or the same text, to leave the cell as it is: that is right whenever more than one
     *     correction is possible
     * @throws Exception quarantines the row with the reasons that it had, and this as one more
     */
    @Nullable
    String fix(String column, String text) throws Exception;
}
