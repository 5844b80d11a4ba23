/** Runs plug-ins of the row tier within the one pass: plain Java over a view of Spark's rows. */
@NullMarked
package dev.sluice.spark.row;

import org.jspecify.annotations.NullMarked;
