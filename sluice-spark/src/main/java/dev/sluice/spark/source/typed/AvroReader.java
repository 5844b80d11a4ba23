package dev.sluice.spark.source.typed;

import static java.util.Objects.requireNonNull;

import dev.sluice.spark.source.text.Damage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the records of an Avro file. A block that is damaged is one bad record; the blocks behind it are read. */
final class AvroReader implements TypedReader {
    /** Blocks of more records than bytes are believed up to this. */
    private static final long FREE_RECORDS = 1 << 20;

    /** What a damaged block says of its records is believed up to this. */
    private static final long MOST_RECORDS = 1L << 40;

    private final AvroBlocks blocks;
    private final List<Field> fields = new ArrayList<>();
    private final @Nullable Object[] values;
    private @Nullable AvroBytes block;
    private long left;
    private long nextOrdinal;
    private long ordinal;
    private @Nullable Damage damage;

    /**
     * A field of the file's records.
     *
     * @param value null if it is not asked for
     * @param slot where its value goes
     */
    private record Field(Schema schema, @Nullable AvroValue value, int slot) {}

    AvroReader(AvroBlocks blocks, List<String> columns) throws IOException {
        this.blocks = blocks;
        this.values = new Object[columns.size()];
        for (Schema.Field field : blocks.schema().getFields()) {
            int slot = columns.indexOf(field.name());
            fields.add(new Field(field.schema(), slot < 0 ? null : AvroValue.of(field.schema()), slot));
        }
    }

    @Override
    public boolean next() throws IOException {
        damage = null;
        while (left == 0) {
            if (block != null && block.left() > 0) {
                return lost("%d bytes behind record %d".formatted(block.left(), nextOrdinal), trailing());
            }
            block = null;
            if (blocks.atEnd()) {
                return false;
            }
            try {
                openBlock();
            } catch (FileFault e) {
                boolean more = blocks.skipToMarker();
                return lost(
                        "a block behind record %d".formatted(nextOrdinal),
                        more ? FileFault.corrupt(String.valueOf(e.getMessage())) : e);
            } catch (Exception | StackOverflowError e) {
                return lost(which(), e);
            }
        }
        try {
            read(requireNonNull(block));
        } catch (Exception | StackOverflowError e) {
            return lost(which(), e);
        }
        left--;
        ordinal = nextOrdinal++;
        return true;
    }

    private void openBlock() throws IOException {
        AvroBlocks.AvroBlock packed = blocks.next();
        left = packed.records();
        try {
            block = new AvroBytes(blocks.codec().unpack(packed.packed()));
        } catch (IOException e) {
            left = left > MOST_RECORDS ? 1 : left;
            // Only the block's content is wrong: the next one begins where the reader stands.
            throw new IOException(e);
        }
        if (left > FREE_RECORDS && left > block.left()) {
            long claimed = left;
            left = 1;
            throw new IOException(
                    FileFault.corrupt("a block of %d bytes claims %d records".formatted(block.left(), claimed)));
        }
    }

    private void read(AvroBytes in) throws FileFault {
        for (Field field : fields) {
            AvroValue value = field.value();
            if (value == null) {
                AvroNested.skip(field.schema(), in);
            } else {
                values[field.slot()] = value.read().from(in);
            }
        }
    }

    private String which() {
        return left <= 1
                ? "record %d".formatted(nextOrdinal + 1)
                : "records %d to %d".formatted(nextOrdinal + 1, nextOrdinal + left);
    }

    private static FileFault trailing() {
        return FileFault.corrupt("its block has fewer records than bytes");
    }

    private boolean lost(String what, Throwable cause) {
        damage = FileFault.damage(what, cause);
        ordinal = nextOrdinal;
        nextOrdinal += Math.max(1, left);
        left = 0;
        block = null;
        return true;
    }

    @Override
    public long ordinal() {
        return ordinal;
    }

    @Override
    public @Nullable Damage damage() {
        return damage;
    }

    @Override
    public @Nullable Object value(int slot) {
        return values[slot];
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
