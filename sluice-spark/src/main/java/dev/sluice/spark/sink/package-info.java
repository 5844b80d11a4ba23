/** The two-table writer. */
@NullMarked
package dev.sluice.spark.sink;

import org.jspecify.annotations.NullMarked;
