/** The memory of runs, batches and files. */
@NullMarked
package dev.sluice.core.ledger;

import org.jspecify.annotations.NullMarked;
