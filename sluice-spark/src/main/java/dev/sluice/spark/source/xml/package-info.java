/** XML records, found as bytes and taken apart one by one. */
@NullMarked
package dev.sluice.spark.source.xml;

import org.jspecify.annotations.NullMarked;
