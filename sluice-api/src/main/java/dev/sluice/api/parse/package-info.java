/** Formats of source files in plain Java: a parser takes a file apart into records. No class of Spark is needed to test them. */
@NullMarked
package dev.sluice.api.parse;

import org.jspecify.annotations.NullMarked;
