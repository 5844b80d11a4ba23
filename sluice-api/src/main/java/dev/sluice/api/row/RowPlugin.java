package dev.sluice.api.row;

import dev.sluice.api.Options;
import dev.sluice.api.Plugin;

/**
 * What converters, validators and fixers of the row tier share.
 *
 * <p>Its constructor is public and without arguments. One instance answers questions about options, on any thread. Each task
 * makes an instance of its own, opens it once, gives it one row after the other, and closes it: such an instance need not
 * be safe for threads, and may keep what is dear to make in its fields. Rows come in no order that means anything.
 *
 * <p>Where an option names a column, a pipeline may give a path such as {@code orders[].price} or {@code address.city}: the
 * plug-in is then called for each of these values, sees it under that name, and what it says of that name is told with the
 * value's place.
 *
 * <p>Whatever exception, {@link StackOverflowError} or {@link AssertionError} is thrown while a row is looked at becomes
 * that row's reason, with the code {@code PLUGIN_FAILED}. What {@link #open} throws ends the run.
 */
public interface RowPlugin extends Plugin {
    /**
     * Gets ready for the rows of one task. Also called once before any data is read, so that what is missing is seen then.
     *
     * @throws Exception if no row can be looked at: the run fails, and nothing is published
     */
    default void open(Options options, RowContext context) throws Exception {}

    /** Gives back what {@link #open} took. What it throws is logged. */
    default void close() throws Exception {}
}
