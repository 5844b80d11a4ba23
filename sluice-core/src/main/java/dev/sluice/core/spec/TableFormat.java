package dev.sluice.core.spec;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Format;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import java.util.List;

/** What stands in the place of a format where rows come from tables: their columns have types. */
final class TableFormat implements Format {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("table", "Rows of tables.");
    }

    @Override
    public List<Problem> check(Options options) {
        return List.of();
    }

    @Override
    public boolean typed() {
        return true;
    }
}
