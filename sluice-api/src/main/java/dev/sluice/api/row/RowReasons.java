package dev.sluice.api.row;

import dev.sluice.api.ReasonCode;

/** Takes the reasons of one row. */
public interface RowReasons {
    /** At most so many reasons of one step are kept for a row. */
    int MOST = 100;

    /**
     * Adds a reason.
     *
     * @param code capitals, digits and underscores, at most 60: a {@link ReasonCode}'s name or the plug-in's own. It names a
     *     kind of fault, of which there are few; what differs from row to row belongs into the message
     * @param path which value is wrong: a column, or a value in it, such as {@code orders[3].price} or
     *     {@code prices[EUR]}. The reason shows that value
     * @param message one line
     * @throws IllegalArgumentException if the code has another form
     */
    void add(String code, String path, String message);

    default void add(ReasonCode code, String path, String message) {
        add(code.name(), path, message);
    }
}
