/** Databases behind JDBC: how each says and holds what Sluice reads from and writes to their tables. */
@NullMarked
package dev.sluice.spark.database;

import org.jspecify.annotations.NullMarked;
