/** CSV records, found and taken apart as bytes. */
@NullMarked
package dev.sluice.spark.source.csv;

import org.jspecify.annotations.NullMarked;
