/** Windows of time: which there are, when they are due, and in which one a row has its place. */
@NullMarked
package dev.sluice.core.window;

import org.jspecify.annotations.NullMarked;
