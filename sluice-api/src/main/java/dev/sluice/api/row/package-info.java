/** The row tier: plug-ins in plain Java that look at one record at a time. No class of Spark is needed to test them. */
@NullMarked
package dev.sluice.api.row;

import org.jspecify.annotations.NullMarked;
