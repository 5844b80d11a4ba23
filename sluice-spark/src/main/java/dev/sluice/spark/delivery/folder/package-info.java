/** The sink {@code folder}: files under new names, a manifest, and a pointer that changes in one step. */
@NullMarked
package dev.sluice.spark.delivery.folder;

import org.jspecify.annotations.NullMarked;
