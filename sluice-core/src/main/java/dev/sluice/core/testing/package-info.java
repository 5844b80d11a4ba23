/** The cases of {@code tests/}: read, judged against what a run did, and reported. */
@NullMarked
package dev.sluice.core.testing;

import org.jspecify.annotations.NullMarked;
