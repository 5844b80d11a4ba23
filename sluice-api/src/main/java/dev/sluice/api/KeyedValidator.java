package dev.sluice.api;

import java.util.List;

/** A rule that looks rows up by key among others. */
public interface KeyedValidator extends Validator {
    /** What is looked up. Touches no class of Spark. */
    List<KeyLookup> lookups(Options options);

    /**
     * The checks.
     *
     * @param matches one for each of {@link #lookups}, in their order
     */
    List<Check> check(Options options, StepContext context, List<KeyMatch> matches);

    /** Never called: what was found is needed. */
    @Override
    default List<Check> check(Options options, StepContext context) {
        throw new UnsupportedOperationException("Cannot check without what was found");
    }
}
