/** JSON records, of lines or documents, found and taken apart as bytes. */
@NullMarked
package dev.sluice.spark.source.json;

import org.jspecify.annotations.NullMarked;
