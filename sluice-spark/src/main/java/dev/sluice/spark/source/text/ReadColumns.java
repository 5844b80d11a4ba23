package dev.sluice.spark.source.text;

import dev.sluice.core.spec.SourceColumn;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** Which columns a source has for the pipeline, and which of them are asked for. */
public final class ReadColumns implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final String[] names;
    private final String[][] spellings;
    private final boolean[] required;
    private final int[] wanted;

    /**
     * @param columns all columns of the source, in order
     * @param wanted the indexes of those whose values are asked for; each one's place here is its slot
     */
    public ReadColumns(List<SourceColumn> columns, int[] wanted) {
        this.names = columns.stream().map(SourceColumn::name).toArray(String[]::new);
        this.spellings = columns.stream().map(ReadColumns::spellings).toArray(String[][]::new);
        this.required = new boolean[names.length];
        for (int i = 0; i < required.length; i++) {
            required[i] = columns.get(i).required();
        }
        this.wanted = wanted.clone();
    }

    /** All columns, each in a slot of its own. */
    public static ReadColumns all(List<SourceColumn> columns) {
        return new ReadColumns(columns, IntStream.range(0, columns.size()).toArray());
    }

    /** All columns, none asked for. */
    public static ReadColumns none(List<SourceColumn> columns) {
        return new ReadColumns(columns, new int[0]);
    }

    /** Number of columns. */
    public int size() {
        return names.length;
    }

    public String name(int column) {
        return names[column];
    }

    public boolean required(int column) {
        return required[column];
    }

    /** The names under which a file may have the column, best first. */
    public List<String> spellings(int column) {
        return List.of(spellings[column]);
    }

    /** Number of columns asked for. */
    public int slots() {
        return wanted.length;
    }

    /** The column in a slot. */
    public int column(int slot) {
        return wanted[slot];
    }

    private static String[] spellings(SourceColumn column) {
        String[] all = new String[column.aliases().size() + 1];
        all[0] = column.name();
        for (int i = 1; i < all.length; i++) {
            all[i] = column.aliases().get(i - 1);
        }
        return all;
    }
}
