/** How many bad rows a run may have before it is held. */
@NullMarked
package dev.sluice.core.budget;

import org.jspecify.annotations.NullMarked;
