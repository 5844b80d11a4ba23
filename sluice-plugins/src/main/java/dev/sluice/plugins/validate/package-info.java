/** The built-in validators. Each class is the YAML word: {@code range} is {@link RangeValidator}. */
@NullMarked
package dev.sluice.plugins.validate;

import org.jspecify.annotations.NullMarked;
