package dev.sluice.spark.source;

import dev.sluice.spark.source.text.Damage;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of one file.
 *
 * @param binding null where the file cannot be read at all
 * @param damage why not; null if it can
 */
record TypedSlice(
        FileSlice file,
        int firstBlock,
        int endBlock,
        @Nullable TypedBinding binding,
        @Nullable Damage damage) implements Serializable {}
