/** Excel workbooks, read row by row. */
@NullMarked
package dev.sluice.spark.source.excel;

import org.jspecify.annotations.NullMarked;
