package dev.sluice.spark.source.xml;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.BrokenDocument;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.Utf8;
import java.io.IOException;

/**
 * Reads the records of an XML document. Tags are paired on the way to the records; each record is parsed on its own, so
 * that one that is not well-formed spoils itself only, as long as its end can be found.
 */
final class XmlReader extends XmlCursor {
    private static final int SAMPLE_BYTES = 1024;

    private final XmlDialect dialect;
    private final XmlRecord xml;
    private final XmlScope scope = new XmlScope();
    private byte[] wrapper = new byte[0];
    private boolean wrapperKnown;
    private boolean rootSeen;
    private boolean documentBegun;
    private int others;
    private boolean matched;
    private long documentOffset;
    private byte[] documentSample = new byte[0];

    XmlReader(XmlDialect dialect, ByteWindow window, ReadColumns columns) {
        super(window, columns, dialect.stream().maxRecordBytes());
        this.dialect = dialect;
        this.xml = new XmlRecord(dialect, columns);
    }

    @Override
    protected boolean find() throws IOException, BrokenDocument {
        while (true) {
            if (scope.depth() == 0 && text()) {
                throw malformed("Text stands outside the root element");
            }
            if (!markup()) {
                return end();
            }
            if (!documentBegun) {
                documentBegun = true;
                documentOffset = offset();
                documentSample = sample(SAMPLE_BYTES);
            }
            begin();
            switch (kind()) {
                case PASSED -> forget();
                case END -> endTag();
                case START -> {
                    if (start()) {
                        return true;
                    }
                }
                case DECLARATION ->
                    throw new BrokenDocument(
                            ReasonCode.DOCUMENT_TYPE,
                            "The document declares its type or entities, which is refused; it is not read from here on");
                case STRAY -> throw malformed("A '<' begins no tag");
            }
        }
    }

    /** Whether something other than white space comes before the next markup. */
    private boolean text() throws IOException {
        int b = peek();
        while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            to(at() + 1);
            b = peek();
        }
        return b >= 0 && b != '<';
    }

    private boolean end() throws BrokenDocument {
        if (scope.depth() > 0) {
            throw truncated();
        }
        if (!rootSeen && documentBegun) {
            throw new BrokenDocument(ReasonCode.TRUNCATED_DOCUMENT, "The document ends before its root element");
        }
        boolean nothing = rootSeen && !matched && others > 1;
        if (nothing) {
            matched = true;
            tell(
                    documentOffset,
                    documentSample,
                    ParseProblem.ofRecord(
                            ReasonCode.RECORDS_NOT_FOUND,
                            "The document has no element '%s'".formatted(dialect.rowTag())));
        }
        return nothing;
    }

    private void endTag() throws IOException, BrokenDocument {
        passTag();
        String tag = tag();
        String name = XmlScope.name(tag.substring(Math.min(2, tag.length())));
        if (!scope.close(name)) {
            throw malformed("The end tag of '%s' closes no element".formatted(name));
        }
        wrapperKnown = false;
        forget();
    }

    /** Passes a start tag, and the element too if it is a record. True if it is. */
    private boolean start() throws IOException, BrokenDocument {
        if (rootSeen && scope.depth() == 0) {
            throw malformed("A second root element begins");
        }
        boolean empty = passTag();
        String text = tag();
        if (!text.endsWith(">")) {
            throw malformed("A tag has no end");
        }
        rootSeen = true;
        String tag = text.substring(1);
        String name = XmlScope.name(tag);
        if (isRow(tag, name)) {
            matched = true;
            if (!empty) {
                passRow(bytes(name));
            }
            examine();
            return true;
        }
        others++;
        if (!empty) {
            if (scope.depth() >= dialect.maxDepth()) {
                throw new BrokenDocument(
                        ReasonCode.TOO_DEEP,
                        "Elements are nested more than %d deep before a record".formatted(dialect.maxDepth()));
            }
            scope.open(tag);
            wrapperKnown = false;
        }
        forget();
        return false;
    }

    /** The tag that was begun. */
    private String tag() throws BrokenDocument {
        int from = begun();
        if (from < 0) {
            throw malformed("A tag is larger than maxRecordSize");
        }
        return Utf8.decode(data(), from, at());
    }

    private boolean isRow(String tag, String name) {
        String row = dialect.rowTag();
        boolean named = name.endsWith(row)
                && (name.length() == row.length() || name.indexOf(':') == name.length() - row.length() - 1);
        return named
                && (dialect.rowNamespace().equals(XmlDialect.ANY)
                        || dialect.rowNamespace().equals(scope.namespace(tag)));
    }

    /** Passes a record's content and its end tag: of all tags within, only those of its own name count. */
    private void passRow(byte[] name) throws IOException, BrokenDocument {
        int open = 1;
        while (open > 0) {
            if (!markup()) {
                throw truncated();
            }
            switch (kind()) {
                case START -> {
                    boolean same = passName(name);
                    boolean empty = passTag();
                    open += same && !empty ? 1 : 0;
                }
                case END -> {
                    boolean same = passName(name);
                    passTag();
                    open -= same ? 1 : 0;
                }
                case PASSED, DECLARATION, STRAY -> {
                    // Parsing the record tells what is wrong with it.
                }
            }
        }
    }

    private void examine() {
        if (!wrapperKnown) {
            wrapper = bytes(scope.wrapper());
            wrapperKnown = true;
        }
        if (finish()) {
            xml.read(record(), wrapper);
        }
    }
}
