package dev.sluice.spark.source.typed;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Reads the files of one typed format. Travels to the tasks; safe for several threads.
 *
 * <p>What is wrong with a file's content is told by any exception that is no {@link dev.sluice.api.SluiceException}: see
 * {@link FileFault}. A storage that fails is told by a {@code SluiceException}.
 */
public interface TypedFiles extends Serializable {
    /** What the file tells of itself. Reads little of it. */
    FileShape shape(TypedInput input) throws IOException;

    /**
     * A reader of some blocks of the file.
     *
     * @param columns names of the file's columns to read, each once; a value's place here is its slot
     * @param firstBlock as {@link FileShape#blocks} counts them
     * @param endBlock the block behind the last one
     */
    TypedReader reader(TypedInput input, List<String> columns, int firstBlock, int endBlock) throws IOException;
}
