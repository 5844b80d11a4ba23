/** Checks over a batch as a whole: what is measured of it, and how that is judged. */
@NullMarked
package dev.sluice.core.check;

import org.jspecify.annotations.NullMarked;
