/** Which files make a batch, and its identity. */
@NullMarked
package dev.sluice.core.batch;

import org.jspecify.annotations.NullMarked;
