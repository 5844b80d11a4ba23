/** Lines of text whose parts a regular expression or Grok pattern names. */
@NullMarked
package dev.sluice.spark.source.pattern;

import org.jspecify.annotations.NullMarked;
