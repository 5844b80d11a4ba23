/** The built-in fixes: each mends the text of one cell, or leaves it. */
@NullMarked
package dev.sluice.plugins.fix;

import org.jspecify.annotations.NullMarked;
