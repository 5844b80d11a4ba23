/** Plug-ins in jars that are built outside the tree, good and bad ones. */
@NullMarked
package dev.sluice.cli.pluginjar;

import org.jspecify.annotations.NullMarked;
