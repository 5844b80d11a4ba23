/** The sink {@code jdbc}: a staging table, and one transaction that brings its rows to where readers look. */
@NullMarked
package dev.sluice.spark.delivery.jdbc;

import org.jspecify.annotations.NullMarked;
