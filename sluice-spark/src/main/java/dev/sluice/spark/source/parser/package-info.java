/** Reads files with the parsers of plug-ins. */
@NullMarked
package dev.sluice.spark.source.parser;

import org.jspecify.annotations.NullMarked;
