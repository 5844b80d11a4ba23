/** What the contract suites of all tiers share. No class of Spark is needed. */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
