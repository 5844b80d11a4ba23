package dev.sluice.spark.source.text;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How files become a stream of text, and the limits of what is read; the same for all text formats.
 *
 * @param encoding of files that begin with no byte-order mark
 * @param maxRecordBytes beyond which a record is a bad one
 * @param maxRatio how many times its size a compressed file may have unpacked
 * @param declared whether a file may begin with an XML declaration, whose encoding wins
 * @param binary whether files are no text, so that a byte-order mark is none
 */
public record StreamOptions(TextEncoding encoding, int maxRecordBytes, int maxRatio, boolean declared, boolean binary)
        implements Serializable {
    public static final Option<String> ENCODING = Option.of(
            "encoding",
            new OptionType.Text(),
            TextEncoding.UTF_8.word(),
            "The encoding of files that begin with no byte-order mark: UTF-8, UTF-16, UTF-16LE, UTF-16BE, ISO-8859-1 or"
                    + " windows-1252.");
    public static final Option<Long> MAX_RECORD_SIZE = Option.of(
            "maxRecordSize",
            new OptionType.Size(),
            16L << 20,
            "The size beyond which a record goes to quarantine, with its first 64 KiB; 1 KiB to 256 MiB.");
    public static final Option<Long> MAX_RATIO = Option.of(
            "maxCompressionRatio",
            new OptionType.Whole(1, 1_000_000),
            250L,
            "How many times its size a compressed file may have unpacked before it is given up; 256 MiB are always"
                    + " allowed.");

    private static final long LEAST = 1 << 10;
    private static final long MOST = 256 << 20;

    /** UTF-8 and the default limits. */
    public static final StreamOptions USUAL = new StreamOptions(TextEncoding.UTF_8, 16 << 20, 250);

    public StreamOptions(TextEncoding encoding, int maxRecordBytes, int maxRatio) {
        this(encoding, maxRecordBytes, maxRatio, false, false);
    }

    public StreamOptions withDeclaration() {
        return new StreamOptions(encoding, maxRecordBytes, maxRatio, true, false);
    }

    /** Files whose bytes mean what another reader says. */
    public static StreamOptions ofBytes() {
        return new StreamOptions(TextEncoding.UTF_8, USUAL.maxRecordBytes, USUAL.maxRatio, false, true);
    }

    public static StreamOptions of(Options options) {
        return new StreamOptions(
                TextEncoding.of(options.get(ENCODING)).orElseThrow(),
                Math.toIntExact(options.get(MAX_RECORD_SIZE)),
                Math.toIntExact(options.get(MAX_RATIO)));
    }

    /** What is wrong with the options. */
    public static List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>();
        String encoding = options.get(ENCODING);
        if (TextEncoding.of(encoding).isEmpty()) {
            problems.add(problem(options, ENCODING, "encoding '%s' is not known".formatted(encoding)));
        }
        long size = options.get(MAX_RECORD_SIZE);
        if (size < LEAST || size > MOST) {
            problems.add(problem(
                    options, MAX_RECORD_SIZE, "maxRecordSize must be 1KiB to 256MiB, not %d bytes".formatted(size)));
        }
        return problems;
    }

    private static Problem problem(Options options, Option<?> option, String message) {
        return Problem.at(options.location(option), ErrorCode.UNFIT_OPTIONS, message);
    }
}
