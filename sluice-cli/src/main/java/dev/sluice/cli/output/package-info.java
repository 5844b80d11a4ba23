/** Results as table, JSON or CSV. */
@NullMarked
package dev.sluice.cli.output;

import org.jspecify.annotations.NullMarked;
