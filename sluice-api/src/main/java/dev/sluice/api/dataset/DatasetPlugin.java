package dev.sluice.api.dataset;

import dev.sluice.api.Plugin;

/**
 * What converters and validators of the dataset tier share.
 *
 * <p>They are given a frame with the columns that they read and {@link Rows#ROW_ID}; each row once, in no order. Rows of
 * which a column read has failed in parsing or conversion are not in it, nor those for which a rule's condition is not
 * true. The frame is kept on disk, so that it may be used several times, and is the same each time.
 *
 * <p>What they give is made of that frame, and has its row ids as they are: every row's result is joined to it by them. The
 * frames given should be deterministic. One that is not, or has a row id that was not in the frame, ends the run.
 *
 * <p>Called on the driver, once for each run, and once more where a pipeline is only planned: then no job may be run, so
 * that all work belongs into the frames. What a call throws ends the run.
 */
public interface DatasetPlugin extends Plugin {}
