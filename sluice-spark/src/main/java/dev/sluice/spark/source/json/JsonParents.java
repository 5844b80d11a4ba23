package dev.sluice.spark.source.json;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.TextRecord;
import dev.sluice.spark.source.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the fields of the objects around the records until their records come. */
final class JsonParents {
    /** A field that is asked for, and its value's JSON text while it is known. */
    private static final class Field {
        private final JsonParent parent;
        private final int slot;
        private final String column;
        private byte @Nullable [] value;

        Field(JsonParent parent, int slot, String column) {
            this.parent = parent;
            this.slot = slot;
            this.column = column;
        }
    }

    private static final int SHOWN_BYTES = 200;

    private final List<Field> fields = new ArrayList<>();
    private final JsonSyntax syntax;
    private final JsonText text = new JsonText();

    JsonParents(List<JsonParent> parents, ReadColumns columns, int maxDepth) {
        this.syntax = new JsonSyntax(maxDepth, true);
        for (int slot = 0; slot < columns.slots(); slot++) {
            int column = columns.column(slot);
            for (JsonParent parent : parents) {
                if (columns.spellings(column).contains(parent.column())) {
                    fields.add(new Field(parent, slot, columns.name(column)));
                    break;
                }
            }
        }
    }

    /** Whether the member of an object on the way is asked for. */
    boolean wants(int level, String key) {
        for (Field field : fields) {
            if (field.parent.level() == level && field.parent.keys().get(0).equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets the fields of an object of this level, for another one begins. */
    void forget(int level) {
        for (Field field : fields) {
            if (field.parent.level() == level) {
                field.value = null;
            }
        }
    }

    /** Takes the value of a member. */
    void take(int level, String key, byte[] data, int from, int to) {
        for (Field field : fields) {
            if (field.parent.level() == level && field.parent.keys().get(0).equals(key)) {
                field.value = value(field.parent.keys(), data, from, to);
            }
        }
    }

    /** The text of the value at the end of the keys; null for none, or if what is there is not well-formed. */
    private byte @Nullable [] value(List<String> keys, byte[] data, int from, int to) {
        syntax.text(data, from, to);
        if (syntax.value(from, 0) != to) {
            return null;
        }
        int p = from;
        for (String key : keys.subList(1, keys.size())) {
            p = member(data, p, key);
            if (p < 0) {
                return null;
            }
        }
        return Arrays.copyOfRange(data, p, syntax.value(p, 0));
    }

    /** Where the value of an object's member begins; -1 if it has none or is no object. */
    private int member(byte[] data, int from, String key) {
        if (data[from] != '{') {
            return -1;
        }
        int p = syntax.space(from + 1);
        while (data[p] != '}') {
            int end = syntax.string(p);
            String name = name(data, p + 1, end - 1);
            p = syntax.colon(end);
            if (name.equals(key)) {
                return p;
            }
            p = syntax.space(syntax.value(p, 0));
            if (data[p] == ',') {
                p = syntax.space(p + 1);
            }
        }
        return -1;
    }

    private String name(byte[] data, int from, int to) {
        byte[] target = new byte[to - from];
        return text.unescape(data, from, to, target, 0) == null ? Utf8.decode(target, 0, text.end()) : "";
    }

    /** Puts what is known into a record. */
    void put(TextRecord record) {
        for (Field field : fields) {
            byte[] value = field.value;
            if (value == null) {
                record.fail(
                        field.slot,
                        new ParseProblem(
                                ReasonCode.PARENT_NOT_READ,
                                field.column,
                                null,
                                "Column %s: the field of the records' parents does not stand before the records"
                                        .formatted(field.column)));
            } else if (value[0] == 'n') {
                record.setNull(field.slot);
            } else if (value[0] == '"') {
                putText(record, field, value);
            } else {
                byte[] scratch = record.scratch(value.length);
                System.arraycopy(value, 0, scratch, record.scratchUsed(), value.length);
                record.setScratch(field.slot, record.scratchUsed() + value.length);
            }
        }
    }

    private void putText(TextRecord record, Field field, byte[] value) {
        ReasonCode wrong =
                text.unescape(value, 1, value.length - 1, record.scratch(value.length), record.scratchUsed());
        if (wrong == null) {
            record.setScratch(field.slot, text.end());
            return;
        }
        String shown = Utf8.decode(value, 0, Math.min(value.length, SHOWN_BYTES));
        record.fail(
                field.slot,
                new ParseProblem(wrong, field.column, shown, "Column %s: %s".formatted(field.column, wrong.summary())));
    }
}
