package dev.sluice.spark.source.xml;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.BrokenDocument;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.DocumentReader;
import dev.sluice.spark.source.text.ReadColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Passes the parts of an XML document, of any size, by their delimiters alone. */
abstract class XmlCursor extends DocumentReader {
    private static final byte[] COMMENT = bytes("!--");
    private static final byte[] COMMENT_END = bytes("-->");
    private static final byte[] CDATA = bytes("![CDATA[");
    private static final byte[] CDATA_END = bytes("]]>");
    private static final byte[] INSTRUCTION_END = bytes("?>");

    /** What stands behind a {@code <}. */
    enum Markup {
        START,
        END,
        /** A comment, a CDATA section or a processing instruction, which was passed. */
        PASSED,
        /** A declaration of a document type or what belongs into one. */
        DECLARATION,
        /** Nothing that may stand there. */
        STRAY
    }

    XmlCursor(ByteWindow window, ReadColumns columns, int maxRecordBytes) {
        super(window, columns, maxRecordBytes);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Goes to the next {@code <}; false at the document's end. */
    final boolean markup() throws IOException {
        while (true) {
            byte[] data = data();
            int limit = limit();
            int p = at();
            while (p < limit && data[p] != '<') {
                p++;
            }
            to(p);
            if (p < limit) {
                return true;
            }
            if (!fill()) {
                return false;
            }
        }
    }

    /** Passes a {@code <} and what shows the kind of markup, and all of what holds no elements. */
    final Markup kind() throws IOException, BrokenDocument {
        to(at() + 1);
        int b = peek();
        if (b < 0) {
            throw truncated();
        }
        if (b == '/') {
            to(at() + 1);
            return Markup.END;
        }
        if (b == '?') {
            passTo(INSTRUCTION_END);
            return Markup.PASSED;
        }
        if (b == '!') {
            if (comes(COMMENT)) {
                to(at() + COMMENT.length);
                passTo(COMMENT_END);
                return Markup.PASSED;
            }
            if (comes(CDATA)) {
                passTo(CDATA_END);
                return Markup.PASSED;
            }
            return Markup.DECLARATION;
        }
        return nameBegins(b) ? Markup.START : Markup.STRAY;
    }

    private static boolean nameBegins(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == ':' || b >= 0x80;
    }

    /** Whether these bytes stand at the cursor, which stays. What the document's end cuts might have been they. */
    private boolean comes(byte[] what) throws IOException, BrokenDocument {
        boolean more = true;
        while (more && limit() - at() < what.length) {
            more = fill();
        }
        int length = Math.min(limit() - at(), what.length);
        boolean same = Arrays.equals(data(), at(), at() + length, what, 0, length);
        if (same && length < what.length) {
            throw truncated();
        }
        return same;
    }

    /** Goes behind the next occurrence of these bytes. */
    private void passTo(byte[] end) throws IOException, BrokenDocument {
        int last = end.length - 1;
        int run = 0;
        while (true) {
            int b = peek();
            if (b < 0) {
                throw truncated();
            }
            to(at() + 1);
            if (b == end[run]) {
                if (run++ == last) {
                    return;
                }
            } else if (b != end[0]) {
                run = 0;
            } else if (run != last || end[0] != end[last - 1]) {
                // A third - or ] in a row still leaves two before the >.
                run = 1;
            }
        }
    }

    /**
     * Goes behind the {@code >} that ends a tag, past quoted values; a {@code <} ends a broken one, and stays.
     *
     * @return whether the tag ends with {@code />}
     */
    final boolean passTag() throws IOException, BrokenDocument {
        int quote = 0;
        int before = 0;
        while (true) {
            int b = peek();
            if (b < 0) {
                throw truncated();
            }
            if (b == '<') {
                return false;
            }
            to(at() + 1);
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (b == '>') {
                return before == '/';
            }
            before = b;
        }
    }

    /** Passes these bytes if they are the whole name at the cursor; if not, a part of it at most. */
    final boolean passName(byte[] name) throws IOException {
        for (byte expected : name) {
            if (peek() != (expected & 0xff)) {
                return false;
            }
            to(at() + 1);
        }
        int b = peek();
        return b <= ' ' || b == '/' || b == '>';
    }

    static BrokenDocument truncated() {
        return new BrokenDocument(
                ReasonCode.TRUNCATED_DOCUMENT, "The document ends before its last element is complete");
    }

    static BrokenDocument malformed(String what) {
        return new BrokenDocument(ReasonCode.MALFORMED_DOCUMENT, what + ": the document is not read from here on");
    }
}
