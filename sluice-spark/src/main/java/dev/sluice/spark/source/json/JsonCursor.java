package dev.sluice.spark.source.json;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.BrokenDocument;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.DocumentReader;
import dev.sluice.spark.source.text.ReadColumns;
import java.io.IOException;

/** Passes the values of a JSON document, of any size and depth, by their brackets and quotes alone. */
abstract class JsonCursor extends DocumentReader {
    JsonCursor(ByteWindow window, ReadColumns columns, int maxRecordBytes) {
        super(window, columns, maxRecordBytes);
    }

    /** Passes white space; the byte after it, or -1 at the end. */
    final int space() throws IOException {
        int b = peek();
        while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            to(at() + 1);
            b = peek();
        }
        return b;
    }

    /** Passes a byte that must stand at the cursor. */
    final void expect(int b, String what) throws IOException, BrokenDocument {
        if (peek() != b) {
            throw malformed(what);
        }
        to(at() + 1);
    }

    /** Passes a value. */
    final void pass() throws IOException, BrokenDocument {
        int b = peek();
        if (b == '"') {
            passText();
        } else if (b == '{' || b == '[') {
            passNested();
        } else {
            passScalar();
        }
    }

    private void passNested() throws IOException, BrokenDocument {
        long depth = 0;
        while (true) {
            byte[] data = data();
            int limit = limit();
            int p = at();
            byte b = 0;
            for (; p < limit; p++) {
                b = data[p];
                if (b == '"') {
                    break;
                }
                if (b == '{' || b == '[') {
                    depth++;
                } else if ((b == '}' || b == ']') && --depth == 0) {
                    to(p + 1);
                    return;
                }
            }
            to(p);
            if (p < limit) {
                passText();
            } else if (!fill()) {
                throw malformed("");
            }
        }
    }

    /** Passes a string from its opening quote on. */
    final void passText() throws IOException, BrokenDocument {
        to(at() + 1);
        while (true) {
            byte[] data = data();
            int limit = limit();
            int p = at();
            while (p < limit && data[p] != '"' && data[p] != '\\') {
                p++;
            }
            to(p);
            if (p < limit && data[p] == '"') {
                to(p + 1);
                return;
            }
            if (p < limit) {
                to(p + 1);
                if (peek() >= 0) {
                    to(at() + 1);
                }
            } else if (!fill()) {
                throw malformed("");
            }
        }
    }

    private void passScalar() throws IOException, BrokenDocument {
        int b = peek();
        boolean any = false;
        while (b > ' ' && b != ',' && b != ']' && b != '}' && b != ':') {
            any = true;
            to(at() + 1);
            b = peek();
        }
        if (!any) {
            throw malformed("a value");
        }
    }

    /** What to throw where something else stands than is due, or nothing any more. */
    final BrokenDocument malformed(String expected) throws IOException {
        return peek() < 0
                ? new BrokenDocument(
                        ReasonCode.TRUNCATED_DOCUMENT, "The document ends before its last value is complete")
                : new BrokenDocument(
                        ReasonCode.MALFORMED_DOCUMENT,
                        "Expected %s: the document is not read from here on".formatted(expected));
    }
}
