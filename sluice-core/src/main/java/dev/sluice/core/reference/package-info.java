/** The reference pages of the documentation, written from the code. */
@NullMarked
package dev.sluice.core.reference;

import org.jspecify.annotations.NullMarked;
