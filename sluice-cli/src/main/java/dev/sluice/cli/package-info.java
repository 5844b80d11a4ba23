/** The commands: text in, result on stdout, everything else on stderr. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
