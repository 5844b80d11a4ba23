/** Runs pipelines in JUnit tests. */
@NullMarked
package dev.sluice.testkit.pipeline;

import org.jspecify.annotations.NullMarked;
