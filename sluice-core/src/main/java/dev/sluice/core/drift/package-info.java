/** How the columns of source files differ from those expected. */
@NullMarked
package dev.sluice.core.drift;

import org.jspecify.annotations.NullMarked;
