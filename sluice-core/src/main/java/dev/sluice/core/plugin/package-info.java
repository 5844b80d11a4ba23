/** Jars with plug-ins: how they are checked, and loaded apart from one another, on the driver and on executors. */
@NullMarked
package dev.sluice.core.plugin;

import org.jspecify.annotations.NullMarked;
