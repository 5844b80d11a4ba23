package dev.sluice.core.yaml;

import static dev.sluice.api.ErrorCode.YAML_CHARACTER;
import static dev.sluice.api.ErrorCode.YAML_NOT_UTF8;
import static dev.sluice.api.ErrorCode.YAML_SYNTAX;
import static dev.sluice.api.ErrorCode.YAML_TOO_LARGE;

import dev.sluice.api.Location;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads strict YAML 1.2 in UTF-8: one document of at most 1 MiB and 50 levels, without anchors, aliases, tags and
 * duplicate keys.
 */
public final class YamlReader {
    public static final int MAX_BYTES = 1 << 20;
    public static final int MAX_DEPTH = 50;

    private final String file;
    private final String layer;
    private final Problems problems;

    /**
     * @param file as messages name it
     * @param layer as {@code config --why} names it
     */
    public YamlReader(String file, String layer, Problems problems) {
        this.file = file;
        this.layer = layer;
        this.problems = problems;
    }

    /** The document, an empty map if the text holds none, or nothing if a problem keeps it from being read. */
    public Optional<Tree> read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            problems.add(
                    new Location(file, 1, 1, 1),
                    YAML_TOO_LARGE,
                    "the file is larger than %d bytes".formatted(MAX_BYTES));
            return Optional.empty();
        }
        return decode(bytes).flatMap(this::read);
    }

    /** As {@link #read(byte[])}, of decoded text. */
    public Optional<Tree> read(String text) {
        int before = problems.size();
        if (!printable(text)) {
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            TreeBuilder builder = new TreeBuilder(
                    new ParserImpl(settings, new StreamReader(settings, text)), text, file, layer, problems);
            Optional<Tree> tree = builder.document();
            return problems.size() > before ? Optional.empty() : tree;
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            Location location = mark == null
                    ? new Location(file, 1, 1, 1)
                    : new Location(file, mark.getLine() + 1, mark.getColumn() + 1, 1);
            problems.add(location, YAML_SYNTAX, Wording.syntax(e, line(text, location.line())));
            return Optional.empty();
        } catch (YamlEngineException e) {
            problems.add(new Location(file, 1, 1, 1), YAML_SYNTAX, Wording.syntax(e));
            return Optional.empty();
        }
    }

    private static String line(String text, int number) {
        String[] lines = text.split("\r\n|\n|\r", number + 1);
        return number <= lines.length ? lines[number - 1] : "";
    }

    private Optional<String> decode(byte[] bytes) {
        int start = bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF
                ? 3
                : 0;
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int lineStart = text.lastIndexOf('\n') + 1;
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            int column = text.codePointCount(lineStart, text.length()) + 1;
            problems.add(
                    new Location(file, line, column, 1),
                    YAML_NOT_UTF8,
                    String.format(
                            Locale.ROOT,
                            "byte 0x%02X at offset %d is not UTF-8",
                            in.get(in.position()),
                            in.position()));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** The engine's own check knows the offset only, and stops at the first one. */
    private boolean printable(String text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                problems.add(
                        new Location(file, line, column, 1),
                        YAML_CHARACTER,
                        String.format(Locale.ROOT, "the character U+%04X is not allowed", c));
                return false;
            }
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
            i += Character.charCount(c);
        }
        return true;
    }
}
