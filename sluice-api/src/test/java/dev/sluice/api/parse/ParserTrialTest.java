package dev.sluice.api.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Options;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParserTrialTest {
    /** One value a line; throws at blank ones, and goes on behind them. */
    private static final class Lines implements RecordParser {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("lines", "One value a line.");
        }

        @Override
        public RecordCursor open(InputStream file, Options options) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            return new RecordCursor() {
                @Override
                public boolean next(RecordSink record) throws Exception {
                    String line = lines.readLine();
                    if (line == null) {
                        return false;
                    }
                    record.raw(line);
                    if (line.isBlank()) {
                        throw new IllegalStateException("blank");
                    }
                    record.set("value", line);
                    return true;
                }

                @Override
                public boolean resume() {
                    return true;
                }
            };
        }
    }

    @Test
    void trialGivesTheRecordsAndWhatWasThrown() throws Exception {
        List<ParserTrial.Parsed> records =
                ParserTrial.read(new Lines(), Options.of(Map.of()), "a\n \nb\n".getBytes(StandardCharsets.UTF_8));

        assertThat(records)
                .extracting(ParserTrial.Parsed::values)
                .containsExactly(Map.of("value", "a"), Map.of(), Map.of("value", "b"));
        assertThat(records).extracting(ParserTrial.Parsed::offset).containsExactly(0L, 1L, 2L);
        assertThat(records.get(1).thrown()).hasMessage("blank");
    }
}
