/** JSON Schema for the files of a project, so that editors can help. */
@NullMarked
package dev.sluice.core.schema;

import org.jspecify.annotations.NullMarked;
