package dev.sluice.spark.source;

import dev.sluice.spark.source.text.Damage;
import dev.sluice.spark.source.typed.FileShape;
import org.jspecify.annotations.Nullable;

/**
 * A file of a typed format, as the driver found it.
 *
 * @param shape null where the file does not tell
 * @param damage why not; null if it does
 */
record LookedAt(
        FileSlice file, @Nullable FileShape shape, @Nullable Damage damage) {}
