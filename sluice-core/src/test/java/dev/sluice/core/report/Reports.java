package dev.sluice.core.report;

import dev.sluice.api.Stage;
import dev.sluice.core.report.GraphNode.Kind;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reports of every kind of run, to render. */
final class Reports {
    static final String IMAGE = "<img src=x onerror=alert(1)>";
    static final String SCRIPT = "</script></style></title><script>alert(1)</script>";

    private Reports() {}

    /** A hundred files, one of which has a strange header. */
    static RunReport mixed() {
        List<ReasonCount> reasons = List.of(
                new ReasonCount(Stage.PARSE, "HEADER_MISMATCH", "csv", null, 612),
                new ReasonCount(Stage.VALIDATE, "OUT_OF_RANGE", "range(Active)", "Active", 191),
                new ReasonCount(Stage.VALIDATE, "MISSING", "required(Confirmed)", "Confirmed", 19),
                new ReasonCount(Stage.CONVERT, "NOT_A_TIMESTAMP", "Last_Update", "Last_Update", 1),
                new ReasonCount(Stage.CONVERT, "NOT_AN_INTEGER", "Confirmed", "Confirmed", 1));
        RowCounts rows = new RowCounts(130_400, 129_577, 823, 0, 0);
        String folder = "file:///data/inbox/reports/";
        List<BadRow> samples = List.of(
                BadRow.of(
                        folder + "05-21-2031.csv",
                        1,
                        "FIPS,Admin2,Province_State,Country_Region,Last_Update",
                        List.of(new BadReason(
                                Stage.PARSE,
                                "HEADER_MISMATCH",
                                "csv",
                                List.of(),
                                null,
                                "The header has no column Country_Region"))),
                BadRow.of(
                        folder + "05-04-2031.csv",
                        1,
                        ",,Province_State,Country_Region,Last_Update,,,Confirmed,Deaths,Recovered,,",
                        List.of(
                                new BadReason(
                                        Stage.CONVERT,
                                        "NOT_A_TIMESTAMP",
                                        "Last_Update",
                                        List.of("Last_Update"),
                                        "Last_Update",
                                        "No format fits"),
                                new BadReason(
                                        Stage.CONVERT,
                                        "NOT_AN_INTEGER",
                                        "Confirmed",
                                        List.of("Confirmed"),
                                        "Confirmed",
                                        "Not a whole number"))),
                BadRow.of(
                        folder + "05-12-2031.csv",
                        2421,
                        "9999,Nowhere,Elsewhere,US,2031-05-12 23:19:34,12.5,-8.25,3,1,5,-3,\"Nowhere, Elsewhere, US\"",
                        List.of(new BadReason(
                                Stage.VALIDATE,
                                "OUT_OF_RANGE",
                                "range(Active)",
                                List.of("Active"),
                                "-3",
                                "Below the least value allowed, 0"))),
                BadRow.of(
                        folder + "05-01-2031.csv",
                        5,
                        ",,Middle,Land,5/1/31 17:00,,,,,,,",
                        List.of(new BadReason(
                                Stage.VALIDATE,
                                "MISSING",
                                "required(Confirmed)",
                                List.of("Confirmed"),
                                null,
                                "A value is required"))));
        List<FileRows> files = List.of(
                new FileRows(folder + "05-21-2031.csv", 61_000, OptionalLong.of(612), 612, "HEADER_MISMATCH"),
                new FileRows(folder + "05-12-2031.csv", 310_000, OptionalLong.of(2980), 12, "OUT_OF_RANGE"),
                new FileRows(folder + "05-01-2031.csv", 2_000, OptionalLong.of(38), 9, "MISSING"),
                new FileRows(folder + "05-04-2031.csv", 4_000, OptionalLong.of(71), 1, "NOT_A_TIMESTAMP"));
        List<GraphNode> steps = List.of(
                node(Kind.SOURCE, "/data/inbox/reports/*.csv", "files", 130_400, 0),
                node(Kind.PARSER, "csv", "parse", 130_400, 612),
                node(Kind.CONVERTER, "trim(Province_State, Country_Region)", "convert", 129_788, 0),
                node(Kind.CONVERTER, "to the target's types", "convert", 129_788, 1),
                node(Kind.VALIDATORS, "9 rules", "validate", 129_788, 210));
        return new RunReport(
                result(
                        RunState.PUBLISHED,
                        rows,
                        reasons,
                        List.of(
                                "05-05-2031.csv has no column FIPS, Admin2, Active, Combined_Key: they are null there",
                                "05-02-2031.csv has changed since it landed and was left alone")),
                facts("covid.daily_reports", 100, 14_200_000),
                null,
                graph(steps, "covid.daily_reports", rows),
                samples,
                files,
                phases(),
                List.of(new StageTiming(
                        0,
                        "read, classify and write both tables",
                        1450,
                        6900,
                        20,
                        0,
                        Distribution.of(IntStream.range(0, 20)
                                .mapToLong(i -> i == 19 ? 4100 : 380 + i * 14L)
                                .toArray()),
                        Distribution.of(IntStream.range(0, 20)
                                .mapToLong(i -> i == 19 ? 31_000 : 5_000 + i * 24L)
                                .toArray()),
                        310,
                        0,
                        0,
                        0)));
    }

    static RunReport clean() {
        RowCounts rows = new RowCounts(2_000, 2_000, 0, 0, 0);
        return plain(RunState.PUBLISHED, rows, null);
    }

    static RunReport noRows() {
        return plain(RunState.PUBLISHED, RowCounts.NONE, null);
    }

    static RunReport alreadyLanded() {
        RunReport report = plain(RunState.ALREADY_LANDED, RowCounts.NONE, null);
        return new RunReport(
                report.result(), report.facts(), null, report.graph(), List.of(), List.of(), List.of(), List.of());
    }

    static RunReport failed() {
        RunReport report = plain(
                RunState.FAILED,
                RowCounts.NONE,
                new RunFailure(
                        "SLU-301",
                        "Cannot read /data/inbox/orders: Permission denied",
                        "Let the user who runs Sluice read the folder.",
                        "/project/.sluice/runs/20310501-171500-7f3a/run.log"));
        List<GraphNode> steps = report.graph().steps().stream()
                .map(step -> new GraphNode(step.kind(), step.name(), step.detail(), OptionalLong.empty(), 0))
                .toList();
        GraphNode target = new GraphNode(Kind.TARGET, "crm.customers", "landed", OptionalLong.empty(), 0);
        GraphNode quarantine =
                new GraphNode(Kind.QUARANTINE, "crm.customers__quarantine", "quarantined", OptionalLong.empty(), 0);
        return new RunReport(
                report.result(),
                report.facts(),
                report.failure(),
                new PipelineGraph(steps, target, quarantine, 0),
                List.of(),
                List.of(),
                phases().subList(0, 2),
                List.of());
    }

    /** What nobody should send, and more of it than fits. */
    static RunReport hostile() {
        String huge = "x".repeat(1 << 20);
        String ansi = "\u001b[31mred\u001b[0m\u0000\u0007\r\nnext";
        String turned = "abc\u202Egpj.exe\u2066 \u05e9\u05dc\u05d5\u05dd \uD800 end";
        List<String> texts =
                List.of(IMAGE, SCRIPT, ansi, turned, "", huge, "=cmd|'/c calc'!A1", "${jndi:ldap://x}", "{{1}}");
        List<ReasonCount> reasons = new ArrayList<>();
        List<BadRow> samples = new ArrayList<>();
        List<String> rules = IntStream.range(0, 500)
                .mapToObj(i -> i + " " + (i == 5 ? huge : texts.get(i % 5)))
                .toList();
        for (int i = 0; i < 500; i++) {
            String text = texts.get(i % texts.size());
            String rule = rules.get(i);
            reasons.add(new ReasonCount(Stage.VALIDATE, "CODE_" + i, rule, text, 1_000_000 - i * 1_000L));
            List<BadReason> all = IntStream.range(Math.max(0, i - 2), Math.max(0, i - 2) + 40)
                    .mapToObj(n -> new BadReason(
                            Stage.VALIDATE,
                            "CODE_" + n % 500,
                            rules.get(n % 500),
                            List.of(texts.get(n % texts.size())),
                            text,
                            text))
                    .toList();
            samples.add(0, BadRow.of("file:///" + texts.get(i % 5) + "/f" + i + ".csv", i + 1L, text, all));
        }
        List<FileRows> files = IntStream.range(0, 10_000)
                .mapToObj(i -> new FileRows(
                        "file:///data/" + texts.get(i % 5) + "/" + i + ".csv",
                        10,
                        OptionalLong.of(i + 2L),
                        i + 1L,
                        IMAGE))
                .toList();
        List<GraphNode> steps = new ArrayList<>();
        steps.add(node(Kind.SOURCE, huge, huge, Long.MAX_VALUE, 0));
        steps.add(node(Kind.PARSER, SCRIPT, IMAGE, Long.MAX_VALUE, 12_345_678_901L));
        for (int i = 0; i < 300; i++) {
            steps.add(
                    node(Kind.CONVERTER, texts.get(i % texts.size()), "convert", 123_456_789_012L, i % 7 == 0 ? i : 0));
        }
        steps.add(node(Kind.VALIDATORS, "500 rules", "validate", 123_456_789_012L, 999_999));
        RowCounts rows = new RowCounts(123_456_789_012L, 111_111_111_111L, 12_345_677_901L, 0, 0);
        List<StageTiming> stages = IntStream.range(0, 1000)
                .mapToObj(i -> new StageTiming(
                        i,
                        texts.get(i % texts.size()),
                        i,
                        i * 10L,
                        100_000,
                        3,
                        Distribution.of(
                                LongStream.range(0, 1000).map(n -> n * n).toArray()),
                        Distribution.EMPTY,
                        1,
                        1L << 50,
                        1,
                        1L << 40))
                .toList();
        List<Phase> phases = IntStream.range(0, 1000)
                .mapToObj(i -> new Phase(texts.get(i % texts.size()), i, i + 5L))
                .toList();
        List<String> warnings = IntStream.range(0, 5000)
                .mapToObj(i -> texts.get(i % texts.size()))
                .toList();
        RunResult result = new RunResult(
                SCRIPT, IMAGE, huge, RunState.PUBLISHED, rows, reasons, OptionalLong.of(1), null, warnings, null, 1e6);
        RunFacts facts = new RunFacts(
                SCRIPT,
                Optional.of(IMAGE),
                Instant.EPOCH,
                SCRIPT,
                IMAGE,
                OptionalLong.empty(),
                10_000,
                1L << 60,
                huge,
                ansi,
                Map.of(SCRIPT, huge));
        return new RunReport(
                result,
                facts,
                new RunFailure(SCRIPT, huge, IMAGE, turned),
                graph(steps, SCRIPT, rows),
                samples,
                files,
                phases,
                stages);
    }

    /** Every text as long and as dear to escape as can be. */
    static RunReport dearest() {
        String dear = "\u202E".repeat(5_000);
        RunReport hostile = hostile();
        List<ReasonCount> reasons = IntStream.range(0, 200)
                .mapToObj(i -> new ReasonCount(Stage.PARSE, dear, i + dear, dear, 5))
                .toList();
        List<BadReason> all = IntStream.range(0, 200)
                .mapToObj(i -> new BadReason(Stage.PARSE, dear, i + dear, List.of(dear), dear, dear))
                .toList();
        List<BadRow> samples = IntStream.range(0, 30)
                .mapToObj(i -> BadRow.of(dear, i, dear, all))
                .toList();
        List<FileRows> files = IntStream.range(0, 30)
                .mapToObj(i -> new FileRows(i + dear, 1, OptionalLong.of(9), 9, dear))
                .toList();
        List<GraphNode> steps = IntStream.range(0, 30)
                .mapToObj(i -> node(i % 2 == 0 ? Kind.CONVERTER : Kind.VALIDATORS, dear, dear, 5, i % 3))
                .toList();
        List<StageTiming> stages = hostile.stages().stream()
                .map(stage -> new StageTiming(
                        stage.id(), dear, 1, 2, 3, 4, stage.taskMillis(), stage.taskMillis(), 5, 6, 7, 8))
                .toList();
        List<Phase> phases =
                hostile.phases().stream().map(phase -> new Phase(dear, 1, 2)).toList();
        RunResult result = new RunResult(
                dear,
                dear,
                dear,
                RunState.PUBLISHED,
                new RowCounts(9, 5, 4, 0, 0),
                reasons,
                OptionalLong.empty(),
                null,
                Collections.nCopies(100, dear),
                null,
                1);
        RunFacts facts = new RunFacts(
                dear,
                Optional.of(dear),
                Instant.EPOCH,
                dear,
                dear,
                OptionalLong.empty(),
                1,
                1,
                dear,
                dear,
                IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> i + dear, i -> dear)));
        return new RunReport(
                result,
                facts,
                new RunFailure(dear, dear, dear, dear),
                new PipelineGraph(
                        steps, node(Kind.TARGET, dear, dear, 5, 0), node(Kind.QUARANTINE, dear, dear, 4, 0), 0),
                samples,
                files,
                phases,
                stages);
    }

    private static RunReport plain(RunState state, RowCounts rows, @Nullable RunFailure failure) {
        List<GraphNode> steps = List.of(
                node(Kind.SOURCE, "inbox/customers/*.jsonl", "files", rows.read(), 0),
                node(Kind.PARSER, "jsonl", "parse", rows.read(), 0),
                node(Kind.CONVERTER, "split(name)", "convert", rows.read(), 0),
                node(Kind.CONVERTER, "rename(bday, level)", "convert", rows.read(), 0),
                node(Kind.CONVERTER, "to the target's types", "convert", rows.read(), 0),
                node(Kind.VALIDATORS, "5 rules", "validate", rows.read(), 0));
        return new RunReport(
                result(state, rows, List.of(), List.of()),
                facts("crm.customers", 1, 182_000),
                failure,
                graph(steps, "crm.customers", rows),
                List.of(),
                List.of(),
                phases(),
                List.of(new StageTiming(
                        0,
                        "read, classify and write both tables",
                        1450,
                        1900,
                        1,
                        0,
                        Distribution.of(430),
                        Distribution.of(rows.read()),
                        0,
                        0,
                        0,
                        0)));
    }

    private static RunResult result(RunState state, RowCounts rows, List<ReasonCount> reasons, List<String> warnings) {
        return new RunResult(
                "daily_reports",
                "20310501-171500-7f3a",
                "b-41c8d06b2e1f",
                state,
                rows,
                reasons,
                rows.landed() == 0 ? OptionalLong.empty() : OptionalLong.of(5_521_043_718_849_213_377L),
                state == RunState.ALREADY_LANDED ? "20310430-171500-11bc" : null,
                warnings,
                null,
                7.42);
    }

    private static RunFacts facts(String table, int files, long bytes) {
        return new RunFacts(
                "reports",
                Optional.empty(),
                Instant.parse("2031-05-01T17:15:00Z"),
                table,
                table + "__quarantine",
                OptionalLong.of(8_120_338_411_201_944_010L),
                files,
                bytes,
                "9f2c1e54a7730b1de2b8f6ac0471d3a95b6e7c8890aa13f24d5c6b7e8f901234",
                "local[2]",
                Map.of("Sluice", "0.1.0"));
    }

    private static PipelineGraph graph(List<GraphNode> steps, String table, RowCounts rows) {
        return new PipelineGraph(
                steps,
                node(Kind.TARGET, table, "landed", rows.landed(), 0),
                node(Kind.QUARANTINE, table + "__quarantine", "quarantined", rows.quarantined(), 0),
                rows.filtered());
    }

    private static GraphNode node(Kind kind, String name, String detail, long rows, long flagged) {
        return new GraphNode(kind, name, detail, OptionalLong.of(rows), flagged);
    }

    private static List<Phase> phases() {
        return List.of(
                new Phase("read the pipeline", 0, 180),
                new Phase("list files and read headers", 180, 620),
                new Phase("compile the one pass", 620, 1400),
                new Phase("commit the quarantine", 6950, 7150),
                new Phase("commit the target", 7150, 7330),
                new Phase("record in the ledger", 7330, 7420));
    }
}
