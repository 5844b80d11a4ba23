/** Text whose columns stand at fixed places. */
@NullMarked
package dev.sluice.spark.source.fixed;

import org.jspecify.annotations.NullMarked;
