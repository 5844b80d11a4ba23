/** A pipeline as it was declared: text has become types, nothing downstream checks again. */
@NullMarked
package dev.sluice.core.spec;

import org.jspecify.annotations.NullMarked;
