/** The report of a run as one HTML file. */
@NullMarked
package dev.sluice.core.report;

import org.jspecify.annotations.NullMarked;
