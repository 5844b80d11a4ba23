/** Deliveries: published states of a target, brought to its sinks, verified, each as a whole. See decision 25. */
@NullMarked
package dev.sluice.spark.delivery;

import org.jspecify.annotations.NullMarked;
