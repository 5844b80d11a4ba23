package dev.sluice.spark.source.json;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.json.JsonPath.Step;
import dev.sluice.spark.source.text.BrokenDocument;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.Utf8;
import java.io.IOException;
import java.util.List;

/**
 * Reads the records of JSON documents, any number of them one after the other. The way to the records is followed value
 * by value, what lies beside it is passed over; each record is taken apart on its own, so that a bad one spoils itself
 * only, as long as its brackets and quotes are paired.
 */
final class JsonReader extends JsonCursor {
    private static final int SAMPLE_BYTES = 1024;

    private final List<Step> steps;
    private final boolean openEnd;
    private final JsonRecord json;
    private final JsonParents parents;
    private final JsonSyntax keySyntax = new JsonSyntax(1, true);
    private final JsonText keyText = new JsonText();

    // The values on the way that are open: the one of level i is at the end of i steps.
    private int level;
    private final boolean[] started;
    private boolean inDocument;
    private boolean matched;
    private long documentOffset;
    private byte[] documentSample = new byte[0];

    JsonReader(JsonDialect dialect, ByteWindow window, ReadColumns columns) {
        super(window, columns, dialect.stream().maxRecordBytes());
        this.steps = dialect.records().steps();
        this.openEnd = !dialect.records().endsInList();
        this.json = new JsonRecord(dialect.maxDepth(), dialect.maxDigits(), true, columns);
        this.parents = new JsonParents(dialect.parents(), columns, dialect.maxDepth());
        this.started = new boolean[steps.size() + 1];
    }

    @Override
    protected boolean find() throws IOException, BrokenDocument {
        while (true) {
            if (level > 0) {
                if (advance()) {
                    return true;
                }
            } else if (inDocument) {
                inDocument = false;
                if (!matched) {
                    tell(
                            documentOffset,
                            documentSample,
                            ParseProblem.ofRecord(
                                    ReasonCode.RECORDS_NOT_FOUND,
                                    "The document has nothing at the path of the records"));
                    return true;
                }
            } else if (space() < 0) {
                return false;
            } else {
                inDocument = true;
                matched = false;
                documentOffset = offset();
                documentSample = sample(SAMPLE_BYTES);
                if (enter(0)) {
                    return true;
                }
            }
        }
    }

    /** Goes on within the innermost value that is open. True if that gave a record. */
    private boolean advance() throws IOException, BrokenDocument {
        int open = level - 1;
        boolean list = open == steps.size() || steps.get(open).list();
        int b = space();
        if (b == (list ? ']' : '}')) {
            to(at() + 1);
            matched |= list && !started[open];
            level--;
            return false;
        }
        if (started[open]) {
            expect(',', list ? "',' or ']'" : "',' or '}'");
            space();
        }
        started[open] = true;
        if (list) {
            return open == steps.size() ? element() : enter(open + 1);
        }
        String key = key();
        if (steps.get(open).leadsTo(key)) {
            return enter(open + 1);
        }
        if (parents.wants(open, key)) {
            takeParent(open, key);
        } else {
            pass();
        }
        return false;
    }

    /** Enters the value at the cursor, to which so many steps led. True if that gave a record. */
    private boolean enter(int count) throws IOException, BrokenDocument {
        int b = peek();
        if (count == steps.size()) {
            if (openEnd && b == '[') {
                open(count);
                return false;
            }
            if (openEnd && b == 'n' && count > 0) {
                matched = true;
                pass();
                return false;
            }
            return element();
        }
        boolean list = steps.get(count).list();
        if (b == (list ? '[' : '{')) {
            open(count);
            return false;
        }
        if (b == 'n') {
            matched = true;
            pass();
            return false;
        }
        return misfit(list);
    }

    private void open(int count) {
        to(at() + 1);
        started[count] = false;
        level = count + 1;
        parents.forget(count);
    }

    private boolean element() throws IOException, BrokenDocument {
        matched = true;
        begin();
        pass();
        if (finish()) {
            json.read(record());
            if (!record().failed()) {
                parents.put(record());
            }
        }
        return true;
    }

    /** A value on the way that is of another kind than the path says becomes a bad record. */
    private boolean misfit(boolean list) throws IOException, BrokenDocument {
        matched = true;
        begin();
        pass();
        if (finish()) {
            record().fail(ParseProblem.ofRecord(
                    ReasonCode.RECORDS_NOT_FOUND,
                    "The path of the records asks for %s here".formatted(list ? "a list" : "an object")));
        }
        return true;
    }

    private void takeParent(int open, String name) throws IOException, BrokenDocument {
        begin();
        pass();
        int from = begun();
        if (from >= 0) {
            parents.take(open, name, data(), from, at());
        }
        forget();
    }

    /** Passes a member's key and its colon. */
    private String key() throws IOException, BrokenDocument {
        if (peek() != '"') {
            throw malformed("a key");
        }
        begin();
        passText();
        int from = begun();
        if (from < 0) {
            throw malformed("a shorter key");
        }
        keySyntax.text(data(), from, at());
        if (keySyntax.string(from) != at()) {
            throw malformed("a well-formed key");
        }
        byte[] text = new byte[at() - from];
        String key = keyText.unescape(data(), from + 1, at() - 1, text, 0) == null
                ? Utf8.decode(text, 0, keyText.end())
                : "";
        forget();
        space();
        expect(':', "':'");
        space();
        return key;
    }
}
