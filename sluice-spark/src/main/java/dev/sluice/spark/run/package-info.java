/** Runs of pipelines in a Spark session. */
@NullMarked
package dev.sluice.spark.run;

import org.jspecify.annotations.NullMarked;
