/** Contract suites for plug-ins of the column tier. */
@NullMarked
package dev.sluice.testkit.column;

import org.jspecify.annotations.NullMarked;
