/** Reading what was quarantined. */
@NullMarked
package dev.sluice.spark.quarantine;

import org.jspecify.annotations.NullMarked;
