package dev.sluice.core.spec;

/** The form of a section whose keys are not fixed options. */
public enum Shape {
    /** A section with fixed keys. */
    SECTION,
    /** The options of the source's format. */
    FORMAT_OPTIONS,
    /** A list of names, or a map of names to their settings. */
    SOURCE_COLUMNS,
    /** A map of names to types, or to settings and constraints. */
    TARGET_COLUMNS,
    /** A list of steps whose {@code type} names a converter. */
    CONVERTERS,
    /** A list of steps whose {@code type} names a validator. */
    VALIDATORS,
    /** A list of steps whose {@code type} names a fixer. */
    FIXERS,
    /** A list of demands on a batch. */
    CHECKS,
    /** A list of audits. */
    AUDITS,
    /** A list of steps whose {@code type} names a sink. */
    SINKS,
    /** A map of names to connections. */
    CONNECTIONS,
    /** One use of a pack, or a list of them. */
    PACKS,
    /** A map of names to parameters of a pack. */
    PARAMETERS,
    /** Any value. */
    VALUE,
    /** A map of names to any values. */
    VARIABLES,
    /** A map of environments to any keys of the pipeline. */
    ENVIRONMENTS
}
