/** The projects that init and demo make. */
@NullMarked
package dev.sluice.cli.template;

import org.jspecify.annotations.NullMarked;
