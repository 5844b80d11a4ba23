package dev.sluice.spark.source.pattern;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.FieldNames;
import dev.sluice.spark.source.text.FieldReader;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.LineScanner;
import dev.sluice.spark.source.text.LineText;
import dev.sluice.spark.source.text.NullTokens;
import dev.sluice.spark.source.text.ParseProblem;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.TextRecord;
import java.util.List;
import java.util.regex.Matcher;

/** Reads lines by regular expressions. */
final class PatternReader extends FieldReader {
    private final PatternDialect dialect;
    private final int slots;
    private final NullTokens nulls;
    private final LineText text = new LineText();
    private final List<Matcher> matchers;
    private final List<SlotGroups> groups;

    private PatternReader(
            PatternDialect dialect, ByteWindow window, ReadColumns columns, TextRecord record, FileHead head) {
        super(
                window,
                new LineScanner(
                        window,
                        dialect.stream().maxRecordBytes(),
                        dialect.line().comment()),
                columns,
                record,
                head,
                dialect.line().headerLines());
        this.dialect = dialect;
        this.slots = columns.slots();
        this.nulls = new NullTokens(dialect.line().nullTokens());
        this.matchers = dialect.patterns().stream()
                .map(pattern -> pattern.pattern().matcher(text))
                .toList();
        this.groups = dialect.patterns().stream()
                .map(pattern -> new SlotGroups(pattern, columns))
                .toList();
    }

    static PatternReader of(PatternDialect dialect, ByteWindow window, ReadColumns columns) {
        FileHead head = FieldNames.head(dialect.names(), columns);
        return new PatternReader(dialect, window, columns, new TextRecord(columns.slots()), head);
    }

    @Override
    protected void examine(TextRecord record) {
        int from = record.rawStart();
        int to = from + record.rawLength();
        long steps = Math.max(dialect.maxSteps(), PatternDialect.STEPS_PER_BYTE * (to - from));
        text.of(record.rawBase(), from, to, steps);
        try {
            for (int i = 0; i < matchers.size(); i++) {
                Matcher matcher = matchers.get(i);
                matcher.reset(text);
                if (matcher.matches()) {
                    take(record, matcher, groups.get(i));
                    return;
                }
            }
        } catch (LineText.StepsExceeded e) {
            record.fail(ParseProblem.ofRecord(
                    ReasonCode.MATCH_GIVEN_UP,
                    "Matching was given up after %d steps (maxSteps): the pattern goes back too often"
                            .formatted(steps)));
            return;
        } catch (StackOverflowError e) {
            // Repeated groups are matched by recursion.
            record.fail(ParseProblem.ofRecord(
                    ReasonCode.MATCH_GIVEN_UP, "Matching was given up: the pattern repeats a group too often"));
            return;
        }
        record.fail(ParseProblem.ofRecord(
                ReasonCode.LINE_MISMATCH,
                matchers.size() == 1
                        ? "The line does not match the pattern"
                        : "The line matches none of the %d patterns".formatted(matchers.size())));
    }

    private void take(TextRecord record, Matcher matcher, SlotGroups places) {
        for (int slot = 0; slot < slots; slot++) {
            String group = places.group(matcher, slot);
            if (group.isEmpty()) {
                record.setNull(slot);
                continue;
            }
            int from = text.byteAt(SlotGroups.start(matcher, group));
            int to = text.byteAt(SlotGroups.end(matcher, group));
            if (nulls.isNull(record.rawBase(), from, to)) {
                record.setNull(slot);
            } else {
                record.set(slot, from, to);
            }
        }
    }
}
