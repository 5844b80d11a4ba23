package dev.sluice.spark.source.json;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.TextRecord;
import dev.sluice.spark.source.text.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Takes the object of a record apart. Its syntax is checked as a whole, its values only where they are read. */
final class JsonRecord {
    private static final int SHOWN_BYTES = 200;

    private final ReadColumns columns;
    private final String whole;
    private final int maxDigits;
    private final JsonSyntax syntax;
    private final JsonKeys keys;
    private final JsonText text = new JsonText();
    // The spelling under which each slot was found in this record; -1 for none yet.
    private final int[] ranks;
    private byte[] keyText = new byte[64];

    /** @param lines whether a record may have several lines */
    JsonRecord(int maxDepth, int maxDigits, boolean lines, ReadColumns columns) {
        this.columns = columns;
        this.whole = lines ? "record" : "line";
        this.maxDigits = maxDigits;
        this.syntax = new JsonSyntax(maxDepth, lines);
        this.keys = new JsonKeys(columns);
        this.ranks = new int[columns.slots()];
    }

    void read(TextRecord record) {
        byte[] data = record.rawBase();
        int from = record.rawStart();
        int to = from + record.rawLength();
        syntax.text(data, from, to);
        record.clearScratch();
        Arrays.fill(ranks, -1);
        for (int slot = 0; slot < ranks.length; slot++) {
            record.setNull(slot);
        }
        int p = syntax.space(from);
        boolean object = syntax.at(p, '{');
        p = object ? members(record, data, p) : syntax.value(p, 0);
        if (p >= 0 && syntax.space(p) < to) {
            syntax.corrupt(syntax.space(p), "the end of the " + whole);
        }
        ParseProblem problem = syntax.problem();
        if (problem == null && !object) {
            problem = ParseProblem.ofRecord(
                    ReasonCode.NOT_AN_OBJECT, "The %s holds a JSON value that is no object".formatted(whole));
        }
        if (problem != null) {
            record.problems().clear();
            record.fail(problem);
        }
    }

    private int members(TextRecord record, byte[] data, int from) {
        int p = syntax.space(from + 1);
        if (syntax.at(p, '}')) {
            return p + 1;
        }
        for (int place = 0; ; place++) {
            int key = p;
            if (!syntax.at(key, '"')) {
                return syntax.corrupt(key, "a key");
            }
            p = syntax.string(key);
            if (p < 0) {
                return p;
            }
            List<JsonKeys.Use> uses = uses(place, data, key + 1, p - 1, syntax.escaped());
            p = syntax.colon(p);
            if (p < 0) {
                return p;
            }
            int value = p;
            p = syntax.value(value, 1);
            if (p < 0) {
                return p;
            }
            for (JsonKeys.Use use : uses) {
                take(record, use, data, value, p);
            }
            p = syntax.space(p);
            if (syntax.at(p, '}')) {
                return p + 1;
            }
            if (!syntax.at(p, ',')) {
                return syntax.corrupt(p, "',' or '}'");
            }
            p = syntax.space(p + 1);
        }
    }

    private List<JsonKeys.Use> uses(int place, byte[] data, int from, int to, boolean escaped) {
        if (!escaped) {
            return keys.uses(place, data, from, to);
        }
        if (keyText.length < to - from) {
            keyText = new byte[to - from];
        }
        return text.unescape(data, from, to, keyText, 0) == null ? keys.uses(place, keyText, 0, text.end()) : List.of();
    }

    private void take(TextRecord record, JsonKeys.Use use, byte[] data, int from, int to) {
        int slot = use.slot();
        if (ranks[slot] == use.rank()) {
            forget(record, slot);
            fail(record, slot, ReasonCode.DUPLICATE_KEY, data, from, to, "occurs twice in the object");
            return;
        }
        if (ranks[slot] >= 0 && ranks[slot] < use.rank()) {
            return;
        }
        forget(record, slot);
        ranks[slot] = use.rank();
        if (data[from] == '"') {
            takeString(record, slot, data, from, to);
        } else if (data[from] == 'n') {
            record.setNull(slot);
        } else if (syntax.longestNumber() > maxDigits) {
            fail(
                    record,
                    slot,
                    ReasonCode.NUMBER_TOO_LONG,
                    data,
                    from,
                    to,
                    "holds a number of %d characters, more than the %d of maxDigits"
                            .formatted(syntax.longestNumber(), maxDigits));
        } else {
            record.set(slot, from, to);
        }
    }

    private void takeString(TextRecord record, int slot, byte[] data, int from, int to) {
        if (!escaped(data, from + 1, to - 1)) {
            record.set(slot, from + 1, to - 1);
            return;
        }
        ReasonCode wrong = text.unescape(data, from + 1, to - 1, record.scratch(to - from), record.scratchUsed());
        if (wrong == null) {
            record.setScratch(slot, text.end());
        } else {
            fail(
                    record,
                    slot,
                    wrong,
                    data,
                    from,
                    to,
                    wrong == ReasonCode.NUL_BYTE ? "holds a NUL character" : "holds half of a surrogate pair");
        }
    }

    private static boolean escaped(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** A slot's reason goes with the value that it was given for. */
    private void forget(TextRecord record, int slot) {
        if (!record.problems().isEmpty()) {
            String column = columns.name(columns.column(slot));
            record.problems().removeIf(problem -> Objects.equals(problem.column(), column));
        }
    }

    private void fail(TextRecord record, int slot, ReasonCode code, byte[] data, int from, int to, String what) {
        String column = columns.name(columns.column(slot));
        String value = Utf8.decode(data, from, Math.min(to, from + SHOWN_BYTES));
        record.fail(slot, new ParseProblem(code, column, value, "Column %s %s".formatted(column, what)));
    }
}
