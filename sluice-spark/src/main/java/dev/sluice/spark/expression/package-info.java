/** Compiled expressions where those of Spark are dear or missing. */
@NullMarked
package dev.sluice.spark.expression;

import org.jspecify.annotations.NullMarked;
