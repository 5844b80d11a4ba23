/** How a report says figures and shows foreign text. */
@NullMarked
package dev.sluice.core.report.text;

import org.jspecify.annotations.NullMarked;
