/** The Iceberg catalog, and tables as pipelines declare them. */
@NullMarked
package dev.sluice.spark.catalog;

import org.jspecify.annotations.NullMarked;
