/** The types of columns, without Spark. */
@NullMarked
package dev.sluice.core.type;

import org.jspecify.annotations.NullMarked;
