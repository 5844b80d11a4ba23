package dev.sluice.testkit.row;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Footprint;
import dev.sluice.api.Options;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowConverter;
import dev.sluice.api.row.RowOutput;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A converter of the row tier that keeps its promises. */
class ConverterSuiteTest extends RowConverterContract {
    public static class Initials implements RowConverter {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("initials", "Makes initials of a name.");
        }

        @Override
        public Footprint footprint(Options options) {
            return new Footprint(List.of("name"), Map.of("initials", "string"), List.of(), true);
        }

        @Override
        public void convert(RecordView record, RowOutput output) {
            String name = record.text("name");
            if (name == null) {
                return;
            }
            if (name.isBlank()) {
                output.add("BLANK", "name", "the name is blank");
                return;
            }
            StringBuilder initials = new StringBuilder();
            for (String word : name.strip().split(" +")) {
                initials.appendCodePoint(word.codePointAt(0));
            }
            output.set("initials", initials.toString());
        }
    }

    @Override
    protected RowConverter plugin() {
        return new Initials();
    }

    @Override
    protected Options options() {
        return Options.of(Map.of());
    }

    @Override
    protected List<Map<String, Object>> rows() {
        return List.of(Map.of("name", "Ada Winterberg"), Map.of("name", " "));
    }

    @Override
    protected Set<String> codes() {
        return Set.of("BLANK");
    }
}
