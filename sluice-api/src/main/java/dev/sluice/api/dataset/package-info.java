/**
 * The dataset tier: plug-ins that look at all rows of a batch at once, as a DataFrame with row ids. For joins, rules across
 * rows and models; it costs another reading of the rows, and a join.
 */
@NullMarked
package dev.sluice.api.dataset;

import org.jspecify.annotations.NullMarked;
