/** The one pass: a pipeline's steps as one dataset of good and bad rows. */
@NullMarked
package dev.sluice.spark.plan;

import org.jspecify.annotations.NullMarked;
