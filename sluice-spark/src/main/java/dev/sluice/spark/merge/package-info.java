/** Merges: what a table becomes by the changes of a run. */
@NullMarked
package dev.sluice.spark.merge;

import org.jspecify.annotations.NullMarked;
