package dev.sluice.spark.plan;

import dev.sluice.api.Severity;
import dev.sluice.core.run.RuleNotice;
import dev.sluice.spark.row.RowReasonFields;
import dev.sluice.spark.sink.NoticeTally;
import dev.sluice.spark.sink.RowNotices;
import dev.sluice.spark.sink.StepReason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads the masks of rules below error severity: counts every row, shows the first few. Used by one task. */
final class NoticeCounter implements RowNotices {
    private static final int URI = 0;
    private static final int RECORD_NO = 1;
    private static final int EVIDENCE = 2;
    private static final int DETAILS = 3;
    private static final int GIVEN = 4;
    private static final int MASKS = 5;
    /** All samples of one task, so that thousands of tasks do not fill the driver. */
    private static final int SAMPLES_OF_A_TASK = 30;

    private static final int VALUE_CHARACTERS = 200;

    private final Layout layout;
    private final long[] rows;
    private final GivenReasons given;
    private final List<NoticeTally.Sample> samples = new ArrayList<>();

    private NoticeCounter(Layout layout) {
        this.layout = layout;
        this.rows = new long[layout.slots.length];
        this.given = new GivenReasons(
                layout.slots,
                java.util.Collections.nCopies(layout.slots.length, UTF8String.EMPTY_UTF8)
                        .toArray(UTF8String[]::new));
    }

    @Override
    public void add(InternalRow notice) {
        for (int mask = 0; mask < layout.masks; mask++) {
            long bits = notice.getLong(MASKS + mask);
            while (bits != 0) {
                int slot = mask * Long.SIZE + Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                if (layout.slots[slot].given() >= 0) {
                    given.add(slot, notice.getArray(GIVEN), new ArrayList<>());
                }
                if (rows[slot]++ < NoticeTally.SAMPLES && samples.size() < SAMPLES_OF_A_TASK) {
                    samples.add(sample(slot, notice));
                }
            }
        }
    }

    private NoticeTally.Sample sample(int ordinal, InternalRow notice) {
        ReasonSlot slot = layout.slots[ordinal];
        if (slot.given() >= 0) {
            return givenSample(ordinal, notice);
        }
        ArrayData evidence = notice.getArray(EVIDENCE);
        ArrayData details = notice.getArray(DETAILS);
        String message =
                slot.message().fill(at -> text(evidence, at), slot.detail() < 0 ? null : text(details, slot.detail()));
        return new NoticeTally.Sample(
                ordinal,
                null,
                notice.getUTF8String(URI).toString(),
                notice.getLong(RECORD_NO),
                slot.value() < 0 ? null : text(evidence, slot.value()),
                cut(message));
    }

    /** The first reason that the step gives. */
    private NoticeTally.Sample givenSample(int ordinal, InternalRow notice) {
        InternalRow reason =
                notice.getArray(GIVEN).getArray(layout.slots[ordinal].given()).getStruct(0, RowReasonFields.COUNT);
        return new NoticeTally.Sample(
                ordinal,
                reason.getUTF8String(RowReasonFields.CODE).toString(),
                notice.getUTF8String(URI).toString(),
                notice.getLong(RECORD_NO),
                reason.isNullAt(RowReasonFields.VALUE)
                        ? null
                        : cut(reason.getUTF8String(RowReasonFields.VALUE).toString()),
                cut(reason.getUTF8String(RowReasonFields.MESSAGE).toString()));
    }

    private static @Nullable String text(ArrayData texts, int ordinal) {
        return texts.isNullAt(ordinal) ? null : cut(texts.getUTF8String(ordinal).toString());
    }

    private static String cut(String text) {
        return text.length() <= VALUE_CHARACTERS ? text : text.substring(0, VALUE_CHARACTERS) + "…";
    }

    @Override
    public NoticeTally tally() {
        return new NoticeTally(
                rows, given.counts().toArray(StepReason[]::new), samples.toArray(NoticeTally.Sample[]::new));
    }

    /**
     * What every task needs to know of the rules.
     *
     * @param severities by slot
     * @param masks how many longs hold the bits
     */
    record Layout(ReasonSlot[] slots, Severity[] severities, int masks) implements Serializable {
        static final Layout NONE = new Layout(new ReasonSlot[0], new Severity[0], 0);

        RowNotices.Factory factory() {
            return slots.length == 0 ? RowNotices.Factory.NONE : new Factory(this);
        }

        /** Warnings first, then most rows first; rules that no row fails are left out. */
        List<RuleNotice> notices(NoticeTally tally) {
            List<RuleNotice> notices = new ArrayList<>();
            for (int i = 0; i < tally.rows().length; i++) {
                if (slots[i].given() >= 0) {
                    notices.addAll(givenNotices(i, tally));
                } else if (tally.rows()[i] > 0) {
                    notices.add(notice(i, tally));
                }
            }
            notices.sort(Comparator.comparing(RuleNotice::severity)
                    .thenComparing(Comparator.comparingLong(RuleNotice::rows).reversed()));
            return notices;
        }

        private RuleNotice notice(int ordinal, NoticeTally tally) {
            ReasonSlot slot = slots[ordinal];
            String[] columns = slot.columns();
            return new RuleNotice(
                    severities[ordinal],
                    slot.codes()[0],
                    slot.rule(),
                    columns.length == 0 ? null : columns[0],
                    tally.rows()[ordinal],
                    samples(tally, sample -> sample.slot() == ordinal));
        }

        /** Of a step that names its reasons itself: one for each of them. */
        private List<RuleNotice> givenNotices(int ordinal, NoticeTally tally) {
            List<StepReason> own = Stream.of(tally.given())
                    .filter(reason -> reason.slot() == ordinal)
                    .toList();
            return GivenReasons.sum(slots, own).stream()
                    .map(count -> new RuleNotice(
                            severities[ordinal],
                            count.code(),
                            count.rule(),
                            count.column(),
                            count.rows(),
                            samples(
                                    tally,
                                    sample -> sample.slot() == ordinal
                                            && count.code().equals(sample.code()))))
                    .toList();
        }

        private static List<RuleNotice.Sample> samples(NoticeTally tally, Predicate<NoticeTally.Sample> which) {
            return Stream.of(tally.samples())
                    .filter(which)
                    .map(sample ->
                            new RuleNotice.Sample(sample.uri(), sample.recordNo(), sample.value(), sample.message()))
                    .toList();
        }
    }

    private record Factory(Layout layout) implements RowNotices.Factory {
        @Override
        public RowNotices create() {
            return new NoticeCounter(layout);
        }
    }
}
