/** Layers of YAML text become one tree of values that know where they were set. */
@NullMarked
package dev.sluice.core.config;

import org.jspecify.annotations.NullMarked;
