/** Packs: where published sets of converters and rules are found. */
@NullMarked
package dev.sluice.core.pack;

import org.jspecify.annotations.NullMarked;
