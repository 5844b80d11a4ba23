/** Formats whose files give their columns types: how files tell their columns, and how their records are read. */
@NullMarked
package dev.sluice.spark.source.typed;

import org.jspecify.annotations.NullMarked;
