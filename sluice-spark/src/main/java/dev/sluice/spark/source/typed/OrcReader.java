package dev.sluice.spark.source.typed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.StripeInformation;
import org.apache.orc.TypeDescription;
import org.jspecify.annotations.Nullable;

/** Reads stripes through ORC's own reader, a stripe with a reader of its own, so that one that fails ends no other. */
final class OrcReader extends BlockReader {
    private final Reader reader;
    private final long size;
    private final List<Integer> places = new ArrayList<>();
    private final List<OrcValue> values = new ArrayList<>();
    private final boolean[] include;
    private final VectorizedRowBatch batch;
    private final @Nullable Object[] row;
    private @Nullable RecordReader rows;
    private int at;

    OrcReader(Reader reader, long size, List<String> names, int firstBlock, int endBlock) throws FileFault {
        super(
                reader.getStripes().stream()
                        .mapToLong(StripeInformation::getNumberOfRows)
                        .toArray(),
                firstBlock,
                endBlock);
        this.reader = reader;
        this.size = size;
        TypeDescription schema = reader.getSchema();
        this.include = new boolean[schema.getMaximumId() + 1];
        include[schema.getId()] = true;
        for (String name : names) {
            int place = schema.getFieldNames().indexOf(name);
            TypeDescription type = schema.getChildren().get(place);
            places.add(place);
            values.add(OrcValue.of(type));
            for (int id = type.getId(); id <= type.getMaximumId(); id++) {
                include[id] = true;
            }
        }
        this.batch = schema.createRowBatch();
        this.row = new Object[names.size()];
    }

    @Override
    void openBlock(int block) throws IOException {
        closeRows();
        StripeInformation stripe = reader.getStripes().get(block);
        long end = stripe.getOffset() + stripe.getLength();
        if (stripe.getOffset() < 0 || stripe.getLength() < 0 || end < 0 || end > size) {
            throw FileFault.corrupt("it lies outside of the file");
        }
        rows = reader.rows(
                reader.options().range(stripe.getOffset(), stripe.getLength()).include(include));
        batch.reset();
        at = 0;
    }

    @Override
    void readRow() throws IOException {
        if (at == batch.size) {
            at = 0;
            if (rows == null || !rows.nextBatch(batch) || batch.size == 0) {
                throw FileFault.truncated("it has fewer records");
            }
        }
        for (int slot = 0; slot < row.length; slot++) {
            row[slot] = values.get(slot).at(batch.cols[places.get(slot)], at);
        }
        at++;
    }

    @Override
    public @Nullable Object value(int slot) {
        return row[slot];
    }

    private void closeRows() throws IOException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeRows();
        reader.close();
    }
}
