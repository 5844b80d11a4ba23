/** Text records as rows: DataSource V2 readers on bytes that know the position of each record. */
@NullMarked
package dev.sluice.spark.source;

import org.jspecify.annotations.NullMarked;
