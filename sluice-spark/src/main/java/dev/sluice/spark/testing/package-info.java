/** Runs the cases of {@code tests/} in a place of their own. */
@NullMarked
package dev.sluice.spark.testing;

import org.jspecify.annotations.NullMarked;
