package dev.sluice.spark.source.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Options;
import dev.sluice.api.SluiceException;
import dev.sluice.api.parse.RecordCursor;
import dev.sluice.api.parse.RecordParser;
import dev.sluice.api.parse.RecordSink;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.SourceStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ParserReaderTest {
    private static final int WINDOW = 8;

    @BeforeAll
    static void spark() {
        LocalSpark.session();
    }

    @Test
    void storageThatFailsWhileAParserReadsIsNoFaultOfTheFile() throws IOException {
        for (RecordParser parser : List.of(new Wrapping(), new GoingOn(), new Swallowing())) {
            RecordReader reader = ParserFormat.textFormat(parser)
                    .orElseThrow()
                    .records(Options.of(Map.of()))
                    .reader(new ByteWindow(SourceStream.plain(new FailsOnce(), 0), WINDOW), ReadColumns.all(List.of()));

            assertThat(reader.next()).isTrue();
            assertThat(reader.record().problems()).isEmpty();
            assertThatThrownBy(reader::next)
                    .as(parser.descriptor().word())
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_UNREADABLE));
        }
    }

    /** Gives a window's bytes, fails, and then gives more as if nothing had been. */
    private static final class FailsOnce extends InputStream {
        private final InputStream bytes = new ByteArrayInputStream("0123456789abcdefghijklmn".getBytes());
        private int reads;

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (++reads == 2) {
                throw new SluiceException(ErrorCode.PATH_UNREADABLE, "Cannot read a: connection reset");
            }
            return bytes.read(target, from, length);
        }
    }

    /** A record for each four bytes; what the stream throws is wrapped, as libraries do. */
    public static class Wrapping implements RecordParser {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("wrapping", "Wraps what a stream throws.");
        }

        @Override
        public RecordCursor open(InputStream file, Options options) {
            return new RecordCursor() {
                @Override
                public boolean next(RecordSink record) {
                    try {
                        file.skipNBytes(WINDOW);
                        return true;
                    } catch (Exception e) {
                        return failed(e);
                    }
                }

                @Override
                public boolean resume() {
                    return goesOn();
                }
            };
        }

        boolean failed(Exception e) {
            throw new IllegalStateException("the library failed", e);
        }

        boolean goesOn() {
            return false;
        }
    }

    /** Goes on behind what it could not read. */
    public static final class GoingOn extends Wrapping {
        @Override
        boolean goesOn() {
            return true;
        }
    }

    /** Takes an error for the end. */
    public static final class Swallowing extends Wrapping {
        @Override
        boolean failed(Exception e) {
            return false;
        }
    }
}
