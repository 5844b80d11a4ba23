package dev.sluice.spark.source.typed;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import java.util.List;

/** Apache ORC. */
public final class OrcFormat implements TypedFormat {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("orc", "Apache ORC: typed columns in stripes.");
    }

    @Override
    public List<Problem> check(Options options) {
        return List.of();
    }

    @Override
    public TypedFiles files(Options options) {
        return new OrcFiles();
    }
}
