package dev.sluice.plugins.fix;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowFixer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns UTF-8 that was read in another encoding, such as {@code MÃ¼ller}, into what it was. */
public final class ReencodeFixer implements RowFixer {
    public static final Option<String> FROM = Option.of(
            "from", new OptionType.Text(), "windows-1252", "The encoding in which the text was read by mistake.");
    /** A text may have gone the wrong way several times. */
    private static final int MOST_TIMES = 3;

    private Charset from = StandardCharsets.ISO_8859_1;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "reencode",
                "Mends text whose UTF-8 was read in another encoding; left where its bytes are not whole UTF-8.",
                FROM);
    }

    @Override
    public List<Problem> check(Options options) {
        String name = options.get(FROM);
        Charset known = charset(name);
        return known != null && known.canEncode()
                ? List.of()
                : List.of(Problem.at(
                        options.location(FROM), ErrorCode.UNFIT_OPTIONS, "no encoding is called '%s'".formatted(name)));
    }

    private static @Nullable Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    @Override
    public void open(Options options, RowContext context) {
        from = Charset.forName(options.get(FROM));
    }

    @Override
    public String fix(String column, String text) {
        String mended = text;
        for (int i = 0; i < MOST_TIMES; i++) {
            String next = decoded(mended);
            if (next == null || next.equals(mended)) {
                return mended;
            }
            mended = next;
        }
        return mended;
    }

    /** Null where the text cannot have come about by such a mistake. */
    private @Nullable String decoded(String text) {
        byte[] bytes = bytes(text);
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private byte @Nullable [] bytes(String text) {
        CharsetEncoder encoder = from.newEncoder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            try {
                ByteBuffer encoded = encoder.encode(CharBuffer.wrap(new char[] {c}));
                while (encoded.hasRemaining()) {
                    bytes.write(encoded.get());
                }
            } catch (CharacterCodingException e) {
                // Bytes for which the encoding has no character are read as controls by many programs.
                if (c < 0x80 || c > 0x9F) {
                    return null;
                }
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }
}
