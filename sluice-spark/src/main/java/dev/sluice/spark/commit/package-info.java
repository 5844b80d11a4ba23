/** The commit protocol and the way back after a crash. */
@NullMarked
package dev.sluice.spark.commit;

import org.jspecify.annotations.NullMarked;
