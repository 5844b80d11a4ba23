/** Bytes of source files: decompression, encodings, and the window that records are found in. */
@NullMarked
package dev.sluice.spark.source.text;

import org.jspecify.annotations.NullMarked;
