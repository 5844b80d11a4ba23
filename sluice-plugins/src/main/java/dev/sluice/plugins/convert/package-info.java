/** The built-in converters. Each class is the YAML word: {@code split} is {@link SplitConverter}. */
@NullMarked
package dev.sluice.plugins.convert;

import org.jspecify.annotations.NullMarked;
