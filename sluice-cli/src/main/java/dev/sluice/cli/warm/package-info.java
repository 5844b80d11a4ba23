/** Loads what commands load, so that the JVM can archive it. */
@NullMarked
package dev.sluice.cli.warm;

import org.jspecify.annotations.NullMarked;
