/** Measures Sluice against other ways to do the same work, in one JVM, in turns. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
