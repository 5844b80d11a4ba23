/** What a pipeline means: its columns from source to target, checked across sections. */
@NullMarked
package dev.sluice.core.plan;

import org.jspecify.annotations.NullMarked;
