/** SQL expressions: parsed, and refused unless every call is on the allow-list. */
@NullMarked
package dev.sluice.core.expression;

import org.jspecify.annotations.NullMarked;
