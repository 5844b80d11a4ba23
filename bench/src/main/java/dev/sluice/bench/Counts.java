package dev.sluice.bench;

/** Rows that a contestant wrote. */
record Counts(long good, long bad) {}
