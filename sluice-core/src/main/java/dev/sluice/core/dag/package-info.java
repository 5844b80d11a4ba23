/** Pipelines that read one another's tables. */
@NullMarked
package dev.sluice.core.dag;

import org.jspecify.annotations.NullMarked;
