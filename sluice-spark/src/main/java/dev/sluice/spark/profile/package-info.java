/** What the values of a source are like, and which target and rules they suggest. */
@NullMarked
package dev.sluice.spark.profile;

import org.jspecify.annotations.NullMarked;
