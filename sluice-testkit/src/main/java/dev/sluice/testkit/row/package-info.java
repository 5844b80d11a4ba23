/** Contract suites for plug-ins of the row tier. No class of Spark is needed. */
@NullMarked
package dev.sluice.testkit.row;

import org.jspecify.annotations.NullMarked;
