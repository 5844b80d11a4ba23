package dev.sluice.spark.source.text;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The encoding that an XML document says it has (XML 1.0, appendix F). */
final class XmlDeclaration {
    /** How much of a file is looked at. */
    static final int MOST_BYTES = 512;

    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"'][^>]*\\?>");

    private XmlDeclaration() {}

    /** Empty if nothing is declared, or an encoding that is not known. */
    static Optional<TextEncoding> encoding(byte[] first) {
        if (first.length >= 4 && first[0] == 0 && first[1] == '<' && first[2] == 0) {
            return Optional.of(TextEncoding.UTF_16BE);
        }
        if (first.length >= 4 && first[0] == '<' && first[1] == 0 && first[3] == 0) {
            return Optional.of(TextEncoding.UTF_16LE);
        }
        Matcher matcher = ENCODING.matcher(new String(first, StandardCharsets.ISO_8859_1));
        // What can be read byte by byte is no UTF-16, whatever it says.
        return matcher.find() ? known(matcher.group(1)).filter(TextEncoding::splittable) : Optional.empty();
    }

    private static Optional<TextEncoding> known(String name) {
        return name.equalsIgnoreCase("US-ASCII") ? Optional.of(TextEncoding.UTF_8) : TextEncoding.of(name);
    }
}
