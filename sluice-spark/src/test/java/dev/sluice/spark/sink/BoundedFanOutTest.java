package dev.sluice.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.DataWriteResult;
import org.apache.iceberg.io.FileWriter;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

class BoundedFanOutTest {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.IntegerType.get()));

    private final List<Integer> closed = new ArrayList<>();

    @Test
    void filesAreClosedAlthoughOthersCannotBe() throws IOException {
        BoundedFanOut writers = new BoundedFanOut(8, key -> new UncloseableFirstTwo(key.get(0, Integer.class)));
        for (int id = 1; id <= 4; id++) {
            writers.write(InternalRow.empty(), key(id));
        }

        IOException failure = catchThrowableOfType(IOException.class, writers::finish);

        assertThat(closed).containsExactly(1, 2, 3, 4);
        assertThat(failure).hasMessage("Cannot close 1");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(second -> assertThat(second).hasMessage("Cannot close 2"));
    }

    private static PartitionKey key(int id) {
        PartitionKey key =
                new PartitionKey(PartitionSpec.builderFor(SCHEMA).identity("id").build(), SCHEMA);
        key.set(0, id);
        return key;
    }

    private final class UncloseableFirstTwo implements FileWriter<InternalRow, DataWriteResult> {
        private final int id;

        UncloseableFirstTwo(int id) {
            this.id = id;
        }

        @Override
        public void write(InternalRow row) {}

        @Override
        public long length() {
            return 0;
        }

        @Override
        public void close() throws IOException {
            closed.add(id);
            if (id <= 2) {
                throw new IOException("Cannot close " + id);
            }
        }

        @Override
        public DataWriteResult result() {
            return new DataWriteResult(List.of());
        }
    }
}
