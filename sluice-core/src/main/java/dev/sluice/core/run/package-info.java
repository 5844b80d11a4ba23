/** What a run is, counts and ends as. */
@NullMarked
package dev.sluice.core.run;

import org.jspecify.annotations.NullMarked;
