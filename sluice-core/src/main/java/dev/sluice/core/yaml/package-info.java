/** Strict YAML, read into trees that know where each value stands. */
@NullMarked
package dev.sluice.core.yaml;

import org.jspecify.annotations.NullMarked;
