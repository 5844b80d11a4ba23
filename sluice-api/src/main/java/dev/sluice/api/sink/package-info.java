/**
 * Sinks: places outside of the tables to which published states of a target are delivered, for consumers that cannot read
 * Iceberg.
 */
@NullMarked
package dev.sluice.api.sink;

import org.jspecify.annotations.NullMarked;
