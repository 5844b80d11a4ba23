/** Where rows have their place in windows that a column tells: decided row by row, in the tasks. */
@NullMarked
package dev.sluice.spark.window;

import org.jspecify.annotations.NullMarked;
