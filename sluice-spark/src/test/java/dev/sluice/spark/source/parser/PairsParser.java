package dev.sluice.spark.source.parser;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.parse.RecordCursor;
import dev.sluice.api.parse.RecordParser;
import dev.sluice.api.parse.RecordSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Lines such as {@code id=1;name=x}; some words make it do what parsers must not. */
public final class PairsParser implements RecordParser {
    static final Option<String> BETWEEN = Option.of("between", new OptionType.Character(), ";", "Between pairs.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("pairs", "Lines of pairs.", BETWEEN);
    }

    @Override
    public boolean readsRecordsAlone() {
        return true;
    }

    @Override
    public RecordCursor open(InputStream file, Options options) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        lines.mark(100);
        if ("closed".equals(lines.readLine())) {
            throw new IOException("the file is closed\nfor ever");
        }
        lines.reset();
        return new Cursor(lines, options.get(BETWEEN));
    }

    private static final class Cursor implements RecordCursor {
        private final BufferedReader lines;
        private final String between;
        private long offset;
        private boolean goesOn = true;

        Cursor(BufferedReader lines, String between) {
            this.lines = lines;
            this.between = between;
        }

        @Override
        public boolean next(RecordSink record) throws IOException {
            String line = lines.readLine();
            if (line == null || line.equals("end")) {
                return false;
            }
            record.raw(line);
            record.offset(offset);
            offset += line.length() + 1;
            for (String pair : line.split(between)) {
                int at = pair.indexOf('=');
                String name = at < 0 ? pair : pair.substring(0, at);
                switch (name) {
                    case "throw" -> throw new IllegalStateException("cannot stand it");
                    case "deep" -> deep(1);
                    case "stop" -> {
                        goesOn = false;
                        throw new IllegalArgumentException("no more");
                    }
                    case "loop" -> {
                        lines.mark(100);
                        lines.reset();
                        goesOn = true;
                        throw new IllegalStateException("again");
                    }
                    case "code" -> record.fail(ReasonCode.MISSING, "not of parsing");
                    case "short" -> record.fail(ReasonCode.SHORT_ROW, "too short\nby far");
                    default -> {
                        if (at < 0) {
                            record.fail(name, ReasonCode.UNDECODABLE, pair, "no pair");
                        } else {
                            record.set(name, pair.substring(at + 1));
                        }
                    }
                }
            }
            return true;
        }

        private static long deep(long n) {
            return 1 + deep(n + 1);
        }

        @Override
        public boolean resume() {
            return goesOn;
        }
    }
}
