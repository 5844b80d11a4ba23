/** Every bad input that Sluice promises to stand, what comes of each, and the page of the reference that says so. */
@NullMarked
package dev.sluice.cli.badinput;

import org.jspecify.annotations.NullMarked;
