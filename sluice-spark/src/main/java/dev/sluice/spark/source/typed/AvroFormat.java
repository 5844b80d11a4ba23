package dev.sluice.spark.source.typed;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import java.util.List;

/** Avro's container files. */
public final class AvroFormat implements TypedFormat {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("avro", "Apache Avro container files: typed records in blocks.");
    }

    @Override
    public List<Problem> check(Options options) {
        return List.of();
    }

    @Override
    public TypedFiles files(Options options) {
        return new AvroFiles();
    }
}
