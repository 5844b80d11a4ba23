package dev.sluice.spark.plan;

import dev.sluice.api.Stage;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.window.Window;
import dev.sluice.spark.expression.EpochMicros;
import dev.sluice.spark.row.RowReasonFields;
import dev.sluice.spark.sink.BadRowMapper;
import dev.sluice.spark.sink.StepReason;
import dev.sluice.spark.source.RecordColumns;
import dev.sluice.spark.window.RowPlaces;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Puts the reasons of a bad row together from its masks and evidence. Used by one task. */
final class QuarantineMapper implements BadRowMapper {
    private static final int URI = 0;
    private static final int RECORD_NO = 1;
    private static final int BYTE_OFFSET = 2;
    private static final int RAW = 3;
    private static final int RAW_BYTES = 4;
    private static final int PARSE = 5;
    private static final int INPUT = 6;
    private static final int EVIDENCE = 7;
    private static final int DETAILS = 8;
    private static final int GIVEN = 9;
    private static final int MASKS = 10;
    private static final UTF8String PARSE_STAGE = UTF8String.fromString(Stage.PARSE.word());

    private final RunFacts facts;
    private final Layout layout;
    private final InputJson json;
    private final QuarantineIds ids;
    private final ReasonParts[] parts;
    private final GenericInternalRow row = new GenericInternalRow(15);
    private final int[][] watchedBySlot;
    private final boolean[] watchedSeen;
    private final UTF8String ruleVersion;
    private final UTF8String[] versionBySlot;
    private final UTF8String parseRule;
    private final GivenReasons given;

    /** The constant fields of a slot's reasons, as Spark holds them. */
    private record ReasonParts(UTF8String stage, UTF8String[] codes, UTF8String rule, ArrayData columns) {
        static ReasonParts of(ReasonSlot slot) {
            return new ReasonParts(
                    UTF8String.fromString(slot.stage().word()),
                    texts(slot.codes()),
                    UTF8String.fromString(slot.rule()),
                    new GenericArrayData(texts(slot.columns())));
        }

        private static UTF8String[] texts(String[] strings) {
            return Stream.of(strings).map(UTF8String::fromString).toArray(UTF8String[]::new);
        }
    }

    /** The slots of the reasons of the last row, in their order; -1 for those of parsing. */
    private final List<Integer> slots = new ArrayList<>();

    QuarantineMapper(RunFacts facts) {
        this.facts = facts;
        this.layout = facts.layout;
        this.json = new InputJson(layout.inputs);
        this.ids = new QuarantineIds();
        this.parts = new ReasonParts[layout.slots.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = ReasonParts.of(layout.slots[i]);
        }
        this.watchedBySlot = new int[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            watchedBySlot[i] = layout.watched.concernedBy(layout.slots[i].rule(), layout.slots[i].columns());
        }
        this.watchedSeen = new boolean[layout.watched.size()];
        this.ruleVersion = UTF8String.fromString(facts.ruleVersion);
        this.parseRule = UTF8String.fromString(Layout.PARSE_RULE);
        this.versionBySlot = Stream.of(layout.slots)
                .map(slot -> layout.packs.getOrDefault(slot.rule(), facts.ruleVersion))
                .map(UTF8String::fromString)
                .toArray(UTF8String[]::new);
        this.given = new GivenReasons(layout.slots, versionBySlot);
        row.update(1, UTF8String.fromString(facts.pipeline));
        row.update(2, UTF8String.fromString(facts.runId));
        row.update(3, UTF8String.fromString(facts.batchId));
        for (int i = 0; i < facts.window.length; i++) {
            row.update(4 + i, facts.window[i]);
        }
        row.update(13, 1);
        row.update(14, facts.quarantinedAtMicros);
    }

    @Override
    public InternalRow map(InternalRow bad, long[] reasonRows) {
        slots.clear();
        List<Object> reasons = new ArrayList<>();
        boolean wholeRecord = !bad.isNullAt(PARSE) && addParseReasons(bad.getArray(PARSE), reasons, reasonRows);
        slots.addAll(Collections.nCopies(reasons.size(), -1));
        ArrayData evidence = bad.getArray(EVIDENCE);
        int lastStep = Integer.MAX_VALUE;
        for (int mask = 0; mask < layout.masks; mask++) {
            long bits = bad.getLong(MASKS + mask);
            while (bits != 0) {
                int slot = mask * Long.SIZE + Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                int step = layout.slots[slot].step();
                if (step > lastStep) {
                    break;
                }
                lastStep = layout.strict ? step : lastStep;
                if (layout.slots[slot].given() >= 0) {
                    addGiven(slot, bad.getArray(GIVEN), reasons);
                } else {
                    reasons.add(reason(slot, evidence, bad.getArray(DETAILS), reasonRows));
                    slots.add(slot);
                }
            }
        }
        int failures = MASKS + layout.masks + (layout.again ? 1 : 0) + (layout.placed ? 1 : 0);
        if (layout.fixes > 0 && !bad.isNullAt(failures)) {
            ArrayData byFix = bad.getArray(failures);
            for (int fix = 0; fix < layout.fixes; fix++) {
                if (!byFix.isNullAt(fix)) {
                    addGiven(layout.slots.length - layout.fixes + fix, byFix, reasons);
                }
            }
        }
        countWatched(reasonRows);
        UTF8String uri = bad.getUTF8String(URI);
        if (layout.again) {
            InternalRow origin = bad.getStruct(MASKS + layout.masks, RecordColumns.ORIGIN_FIELDS.size());
            row.update(0, origin.getUTF8String(0));
            row.update(3, origin.getUTF8String(2));
            row.update(13, origin.getInt(1) + 1);
            row.update(4, origin.isNullAt(3) ? null : origin.getLong(3));
            row.update(5, origin.isNullAt(4) ? null : origin.getLong(4));
        } else if (facts.places != null && layout.placed) {
            Window home = facts.places.home(bad.getLong(failures - 1));
            row.update(0, ids.of(home.toString(), uri, bad.getLong(BYTE_OFFSET)));
            row.update(4, EpochMicros.of(home.start()));
            row.update(5, EpochMicros.of(home.end()));
        } else {
            row.update(0, ids.of(facts.batchId, uri, bad.getLong(BYTE_OFFSET)));
        }
        row.update(6, uri);
        row.update(7, bad.getLong(RECORD_NO));
        row.update(8, bad.getLong(BYTE_OFFSET));
        row.update(9, bad.getUTF8String(RAW));
        row.update(10, bad.isNullAt(RAW_BYTES) ? null : bad.getBinary(RAW_BYTES));
        row.update(11, input(bad.getArray(INPUT), wholeRecord, bad.isNullAt(RAW)));
        row.update(12, new GenericArrayData(reasons.toArray()));
        return row;
    }

    private void addGiven(int slot, ArrayData all, List<Object> reasons) {
        int before = reasons.size();
        given.add(slot, all, reasons);
        seeGiven(layout.slots[slot].rule(), reasons.subList(before, reasons.size()));
        slots.addAll(Collections.nCopies(reasons.size() - before, slot));
    }

    /** Which slot gave a reason of the last row; -1 for parsing. */
    int slot(int reason) {
        return slots.get(reason);
    }

    /** What a step of the row tier has found names columns of its own. */
    private void seeGiven(String rule, List<Object> reasons) {
        for (int i = 0; watchedSeen.length > 0 && i < reasons.size(); i++) {
            ArrayData columns = ((InternalRow) reasons.get(i)).getArray(3);
            String[] named = new String[columns.numElements()];
            for (int column = 0; column < named.length; column++) {
                named[column] =
                        RowReasonFields.pattern(columns.getUTF8String(column).toString());
            }
            see(layout.watched.concernedBy(rule, named));
        }
    }

    private void see(int[] watched) {
        for (int subject : watched) {
            watchedSeen[subject] = true;
        }
    }

    /** A row counts once for each subject, however many of its reasons concern it. */
    private void countWatched(long[] reasonRows) {
        for (int i = 0; i < watchedSeen.length; i++) {
            if (watchedSeen[i]) {
                reasonRows[layout.watchedCounts() + i]++;
                watchedSeen[i] = false;
            }
        }
    }

    /** Of a record that is bad as a whole the raw text tells all, where there is one. */
    private @Nullable UTF8String input(ArrayData input, boolean wholeRecord, boolean noRaw) {
        if (layout.typed) {
            return input.isNullAt(0) ? null : input.getUTF8String(0);
        }
        boolean any = !noRaw;
        for (int i = 0; i < input.numElements(); i++) {
            any |= !input.isNullAt(i);
        }
        return wholeRecord && !noRaw || !any ? null : json.write(input);
    }

    @Override
    public List<StepReason> stepReasons() {
        return given.counts();
    }

    /** True if one of them concerns the record as a whole. */
    private boolean addParseReasons(ArrayData parse, List<Object> reasons, long[] reasonRows) {
        boolean wholeRecord = false;
        for (int i = 0; i < parse.numElements(); i++) {
            InternalRow reason = parse.getStruct(i, RecordColumns.PARSE_REASON.size());
            UTF8String column = reason.isNullAt(1) ? null : reason.getUTF8String(1);
            wholeRecord |= column == null;
            if (watchedSeen.length > 0) {
                see(
                        column == null
                                ? layout.watched.concernedBy(Layout.PARSE_RULE)
                                : layout.watched.concernedBy(Layout.PARSE_RULE, column.toString()));
            }
            reasonRows[layout.parseSlot(reason.getUTF8String(0).toString(), column)]++;
            reasons.add(new GenericInternalRow(new Object[] {
                PARSE_STAGE,
                reason.getUTF8String(0),
                parseRule,
                new GenericArrayData(column == null ? new Object[0] : new Object[] {column}),
                reason.isNullAt(2) ? null : reason.getUTF8String(2),
                reason.getUTF8String(3),
                ruleVersion
            }));
        }
        return wholeRecord;
    }

    private InternalRow reason(int ordinal, ArrayData evidence, ArrayData details, long[] reasonRows) {
        ReasonSlot slot = layout.slots[ordinal];
        ReasonParts constant = parts[ordinal];
        see(watchedBySlot[ordinal]);
        int code = 0;
        if (slot.refinement() >= 0 && !details.isNullAt(slot.refinement())) {
            UTF8String refined = details.getUTF8String(slot.refinement());
            for (int i = 1; i < constant.codes.length; i++) {
                code = constant.codes[i].equals(refined) ? i : code;
            }
        }
        reasonRows[layout.firstCount[ordinal] + code]++;
        String detail = slot.detail() < 0 || details.isNullAt(slot.detail())
                ? null
                : details.getUTF8String(slot.detail()).toString();
        String message = slot.message().fill(at -> text(evidence, at), detail);
        boolean noValue = slot.value() < 0 || evidence.isNullAt(slot.value());
        return new GenericInternalRow(new Object[] {
            constant.stage,
            constant.codes[code],
            constant.rule,
            constant.columns,
            noValue ? null : evidence.getUTF8String(slot.value()),
            UTF8String.fromString(message),
            versionBySlot[ordinal]
        });
    }

    private static @Nullable String text(ArrayData evidence, int ordinal) {
        return evidence.isNullAt(ordinal)
                ? null
                : evidence.getUTF8String(ordinal).toString();
    }

    /**
     * What every task needs to know of the pipeline.
     *
     * @param inputs the source columns, in the order of the input array
     * @param slots of conversions and checks
     * @param firstCount where the counts of a slot's codes begin; the last element is their number. The counts of parse
     *     reasons follow: first those of the whole record, then those of each input column
     * @param masks how many longs hold the bits
     * @param strict whether a row has only the reasons of the first step that gives any
     * @param typed whether the input comes as JSON
     * @param watched of which rows are counted as well
     * @param again whether the rows were quarantined before: what they were stands behind the masks
     * @param packs {@code name@version} of the pack that brought a step, by the step's name
     * @param fixes how many of the last slots are those of fixes, whose reasons stand behind all else
     * @param placed whether the place of the row stands behind what it was, as {@link dev.sluice.spark.window.PlaceCode}
     */
    record Layout(
            String[] inputs,
            ReasonSlot[] slots,
            int[] firstCount,
            int masks,
            boolean strict,
            boolean typed,
            Watched watched,
            boolean again,
            HashMap<String, String> packs,
            int fixes,
            boolean placed)
            implements Serializable {
        static final String PARSE_RULE = "parse";
        private static final List<String> PARSE_CODES = ParseReasons.codes();

        static Layout of(
                List<String> inputs,
                List<ReasonSlot> slots,
                int masks,
                boolean strict,
                boolean typed,
                Watched watched,
                boolean again,
                Map<String, String> packs,
                int fixes,
                boolean placed) {
            int[] firstCount = new int[slots.size() + 1];
            for (int i = 0; i < slots.size(); i++) {
                firstCount[i + 1] = firstCount[i] + slots.get(i).codes().length;
            }
            return new Layout(
                    inputs.toArray(String[]::new),
                    slots.toArray(ReasonSlot[]::new),
                    firstCount,
                    masks,
                    strict,
                    typed,
                    watched,
                    again,
                    new HashMap<>(packs),
                    fixes,
                    placed);
        }

        private int parseCounts() {
            return firstCount[slots.length];
        }

        /** Where the counts of what is watched begin, behind those of reasons. */
        int watchedCounts() {
            return parseCounts() + PARSE_CODES.size() * (1 + inputs.length);
        }

        int size() {
            return watchedCounts() + watched.size();
        }

        int parseSlot(String code, @Nullable UTF8String column) {
            int subject = 0;
            for (int i = 0; column != null && i < inputs.length; i++) {
                subject = column.toString().equals(inputs[i]) ? i + 1 : subject;
            }
            int known = Math.max(0, PARSE_CODES.indexOf(code));
            return parseCounts() + subject * PARSE_CODES.size() + known;
        }

        List<ReasonCount> reasons(long[] rows, List<StepReason> given) {
            List<ReasonCount> counts = new ArrayList<>();
            for (int slot = 0; slot < slots.length; slot++) {
                for (int at = firstCount[slot]; at < firstCount[slot + 1]; at++) {
                    if (rows[at] > 0) {
                        counts.add(stepReason(slots[slot], slots[slot].codes()[at - firstCount[slot]], rows[at]));
                    }
                }
            }
            for (int at = parseCounts(); at < watchedCounts(); at++) {
                if (rows[at] > 0) {
                    counts.add(parseReason(at - parseCounts(), rows[at]));
                }
            }
            counts.addAll(GivenReasons.sum(slots, given));
            counts.sort(Comparator.comparingLong(ReasonCount::rows).reversed());
            return counts;
        }

        /** Whether some reason can name a column; steps of the row tier may name any. */
        boolean canName(String column) {
            return List.of(inputs).contains(column)
                    || Stream.of(slots)
                            .anyMatch(slot -> slot.given() >= 0 && slot.stage() != Stage.FIX
                                    || List.of(slot.columns()).contains(column));
        }

        private static ReasonCount stepReason(ReasonSlot slot, String code, long rows) {
            String[] columns = slot.columns();
            return new ReasonCount(slot.stage(), code, slot.rule(), columns.length == 0 ? null : columns[0], rows);
        }

        private ReasonCount parseReason(int slot, long rows) {
            int subject = slot / PARSE_CODES.size();
            return new ReasonCount(
                    Stage.PARSE,
                    PARSE_CODES.get(slot % PARSE_CODES.size()),
                    PARSE_RULE,
                    subject == 0 ? null : inputs[subject - 1],
                    rows);
        }
    }

    /** The constants of one run, for its tasks. */
    static final class RunFacts implements BadRowMapper.Factory {
        private final Layout layout;
        private final String pipeline;
        private final String runId;
        private final String batchId;
        private final String ruleVersion;
        private final long quarantinedAtMicros;
        /** Microseconds of its start and end; empty for a run without a window. */
        private final long[] window;

        private final @Nullable RowPlaces places;

        RunFacts(
                Layout layout,
                String pipeline,
                String runId,
                String batchId,
                String ruleVersion,
                Instant quarantinedAt,
                RunContext run) {
            this.layout = layout;
            this.pipeline = pipeline;
            this.runId = runId;
            this.batchId = batchId;
            this.ruleVersion = ruleVersion;
            this.quarantinedAtMicros = quarantinedAt.toEpochMilli() * 1000;
            this.places = run.places().orElse(null);
            this.window = run.window()
                    .map(of -> new long[] {EpochMicros.of(of.start()), EpochMicros.of(of.end())})
                    .orElse(new long[0]);
        }

        String runId() {
            return runId;
        }

        @Override
        public BadRowMapper create() {
            return new QuarantineMapper(this);
        }

        @Override
        public int reasonSlots() {
            return layout.size();
        }
    }

    /** Row identities: the first 128 bits of SHA-256 over batch, source and byte offset, in hex. */
    private static final class QuarantineIds {
        private final java.security.MessageDigest digest;
        private final ByteBuffer offsetBytes = ByteBuffer.allocate(Long.BYTES);

        QuarantineIds() {
            try {
                this.digest = java.security.MessageDigest.getInstance("SHA-256");
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every JDK has SHA-256", e);
            }
        }

        /** @param batch its id; of a row that is at home in a window, what a batch that replaces the window is called */
        UTF8String of(String batch, UTF8String uri, long byteOffset) {
            digest.update(batch.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(uri.getBytes());
            digest.update((byte) 0);
            digest.update(offsetBytes.putLong(0, byteOffset).array());
            return UTF8String.fromString(HexFormat.of().formatHex(digest.digest(), 0, 16));
        }
    }
}
