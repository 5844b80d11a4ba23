/** What a run tells while it goes on. */
@NullMarked
package dev.sluice.cli.progress;

import org.jspecify.annotations.NullMarked;
