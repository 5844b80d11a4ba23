/** JSON Lines records, found and taken apart as bytes. */
@NullMarked
package dev.sluice.spark.source.json;

import org.jspecify.annotations.NullMarked;
