package dev.sluice.spark.source.typed;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import java.util.List;

/** Apache Parquet. */
public final class ParquetFormat implements TypedFormat {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("parquet", "Apache Parquet: typed columns in row groups.");
    }

    @Override
    public List<Problem> check(Options options) {
        return List.of();
    }

    @Override
    public TypedFiles files(Options options) {
        return new ParquetFiles();
    }
}
