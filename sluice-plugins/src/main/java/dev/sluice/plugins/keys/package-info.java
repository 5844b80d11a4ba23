/** Steps that look rows up by key in tables and files. */
@NullMarked
package dev.sluice.plugins.keys;

import org.jspecify.annotations.NullMarked;
