/** The Spark session of a command, and its log. */
@NullMarked
package dev.sluice.cli.session;

import org.jspecify.annotations.NullMarked;
