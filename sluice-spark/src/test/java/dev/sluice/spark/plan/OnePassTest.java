package dev.sluice.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Failure;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.core.config.Project;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.sink.BadRowMapper;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.source.FileLister;
import dev.sluice.spark.source.PathGuard;
import dev.sluice.spark.source.TextScan;
import dev.sluice.spark.source.TextSource;
import dev.sluice.spark.source.text.TextFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnePassTest {
    private static final StructType QUARANTINE = QuarantineSchema.spark();
    private static final int REASONS = QUARANTINE.fieldIndex(QuarantineSchema.REASONS);
    private static final int INPUT = QUARANTINE.fieldIndex(QuarantineSchema.INPUT);

    private static final OtherRows OTHER_ROWS = new OtherRows() {
        @Override
        public Dataset<Row> table(String name) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public Optional<Dataset<Row>> target() {
            return Optional.empty();
        }

        @Override
        public Dataset<Row> file(String path) {
            return LocalSpark.session().range(5).toDF("id");
        }

        @Override
        public boolean mayRunJobs() {
            return true;
        }
    };

    @TempDir
    Path folder;

    /** What became of the rows: the reasons of each bad one as {@code CODE rule=value}, and its input. */
    private record Outcome(int good, List<List<String>> reasons, List<String> inputs, List<ReasonCount> counts) {}

    @Test
    void stepWithOneFailureForSeveralColumnsGivesOneReason() throws Exception {
        Outcome outcome = run("""
                convert:
                  - {type: split, column: name, separator: " ", into: [a, b, c]}
                target:
                  table: t
                  columns:
                    a: {type: string, required: true}
                    b: {type: string, required: true}
                    c: {type: string, required: true}
                """, "name\nx y z\nalone\n");

        assertThat(outcome.good()).isEqualTo(1);
        assertThat(outcome.reasons()).containsExactly(List.of("NOT_SPLITTABLE split(name)=alone"));
    }

    @Test
    void failureThatIsTheLossOfAValueIsSharedToo() throws Exception {
        Outcome outcome = run("""
                convert:
                  - {type: twice, name: both, column: n}
                target:
                  table: t
                  columns:
                    small: {type: int, required: true}
                    large: {type: long, required: true}
                """, "n\n7\n3000000000\nten\n\"\"\n");

        assertThat(outcome.good()).isEqualTo(1);
        assertThat(outcome.reasons())
                .containsExactly(
                        List.of("NOT_A_NUMBER both=3000000000"),
                        List.of("NOT_A_NUMBER both=ten"),
                        List.of("NOT_A_NUMBER both="));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void strictRowStopsAtTheFirstConverterThatFails(boolean strict) throws Exception {
        Outcome outcome =
                run("""
                strict: %s
                convert:
                  - {type: date, column: d}
                  - {type: number, column: n, as: int}
                target:
                  table: t
                  columns:
                    d: {type: date}
                    n: {type: int}
                    m: {type: long}
                    s: {type: string, required: true, length: {min: 3}}
                validate:
                  - {type: expect, name: not_x, that: "s != 'x'"}
                """.formatted(strict), "d,n,m,s\nsoon,many,most,x\n2024-01-01,1,most,x\n2024-01-01,1,1,x\n");

        List<String> rules = List.of("WRONG_SIZE length(s)=x", "EXPECTATION_FAILED not_x=x");
        if (strict) {
            assertThat(outcome.reasons())
                    .containsExactly(List.of("NOT_A_DATE date(d)=soon"), List.of("NOT_AN_INTEGER cast(m)=most"), rules);
        } else {
            List<String> cast = List.of("NOT_AN_INTEGER cast(m)=most");
            assertThat(outcome.reasons())
                    .containsExactly(
                            join(List.of("NOT_A_DATE date(d)=soon", "NOT_A_NUMBER number(n)=many"), cast, rules),
                            join(cast, rules),
                            rules);
        }
        assertThat(outcome.counts().stream().mapToLong(ReasonCount::rows).sum())
                .isEqualTo(outcome.reasons().stream().mapToLong(List::size).sum());
    }

    @Test
    void failedColumnSilencesWhatReadsItOrWhatIsMadeOfIt() throws Exception {
        Outcome outcome = run("""
                convert:
                  - {type: date, column: d}
                  - {type: derive, column: next, expression: "date_add(d, 1)"}
                  - {type: derive, column: year, expression: "year(next)"}
                target:
                  table: t
                  columns:
                    d:    {type: date, required: true, range: {min: "2000-01-01"}}
                    next: {type: date, required: true}
                    year: {type: int, required: true}
                    n:    {type: int, required: true}
                validate:
                  - {type: expect, name: known, that: "year is not null"}
                  - {type: expect, name: small, that: "n < 10"}
                """, "d,n\nsoon,50\n2024-01-01,5\n1999-01-01,50\n,5\n");

        assertThat(outcome.good()).isEqualTo(1);
        assertThat(outcome.reasons())
                .containsExactly(
                        List.of("NOT_A_DATE date(d)=soon", "EXPECTATION_FAILED small=50"),
                        List.of("OUT_OF_RANGE range(d)=1999-01-01", "EXPECTATION_FAILED small=50"),
                        List.of(
                                "MISSING required(d)=null",
                                "MISSING required(next)=null",
                                "MISSING required(year)=null",
                                "EXPECTATION_FAILED known=null"));
    }

    @Test
    void reasonShowsTheValueThatItsColumnHadThen() throws Exception {
        Outcome outcome = run("""
                convert:
                  - {type: derive, column: v, expression: "concat(v, '!')"}
                  - {type: date, column: v}
                  - {type: derive, column: v, expression: "date'2024-01-01'"}
                  - {type: derive, column: w, expression: "upper(w)"}
                target:
                  table: t
                  columns:
                    v: {type: date}
                    w: {type: string, enum: [A]}
                """, "v,w\nsoon,b\n");

        assertThat(outcome.reasons()).containsExactly(List.of("NOT_A_DATE date(v)=soon!", "NOT_IN_ENUM enum(w)=B"));
        assertThat(outcome.inputs()).containsExactly("{\"v\":\"soon\",\"w\":\"b\"}");
    }

    @Test
    void recordThatCannotBeReadHasNoOtherReasons() throws Exception {
        Outcome outcome = run("""
                target:
                  table: t
                  columns:
                    a: {type: int, required: true}
                    b: {type: int, required: true}
                validate:
                  - {type: expect, name: known, that: "a is not null"}
                """, "a,b\n1\n1,2,3\n,x\n");

        assertThat(outcome.reasons())
                .containsExactly(
                        List.of("SHORT_ROW parse=null"),
                        List.of("LONG_ROW parse=null"),
                        List.of(
                                "NOT_AN_INTEGER cast(b)=x",
                                "MISSING required(a)=null",
                                "EXPECTATION_FAILED known=null"));
        assertThat(outcome.inputs()).containsExactly("null", "null", "{\"a\":null,\"b\":\"x\"}");
    }

    @Test
    void moreRulesThanOneMaskHoldsAreAllToldApart() throws Exception {
        String rules = IntStream.range(0, 140)
                .mapToObj(i -> "  - {type: expect, name: r%d, that: \"n %% 140 != %d\"}".formatted(i, i))
                .collect(Collectors.joining("\n"));
        Outcome outcome = run("""
                target:
                  table: t
                  columns:
                    n: {type: int}
                validate:
                """ + rules + "\n", "n\n0\n62\n63\n64\n127\n128\n139\nnone\n");

        assertThat(outcome.reasons())
                .containsExactly(
                        List.of("EXPECTATION_FAILED r0=0"),
                        List.of("EXPECTATION_FAILED r62=62"),
                        List.of("EXPECTATION_FAILED r63=63"),
                        List.of("EXPECTATION_FAILED r64=64"),
                        List.of("EXPECTATION_FAILED r127=127"),
                        List.of("EXPECTATION_FAILED r128=128"),
                        List.of("EXPECTATION_FAILED r139=139"),
                        List.of("NOT_AN_INTEGER cast(n)=none"));
        assertThat(outcome.counts()).hasSize(8).extracting(ReasonCount::rows).containsOnly(1L);
    }

    @SafeVarargs
    private static List<String> join(List<String>... parts) {
        return List.of(parts).stream().flatMap(List::stream).toList();
    }

    @Test
    void whatIsKeptOnDiskIsUsedThoughStepsAskForTheTime() throws Exception {
        Classification pass = compile("""
                convert:
                  - {type: derive, column: at, expression: current_timestamp()}
                target: {table: t, columns: {id: long, at: timestamp}}
                validate:
                  - {type: unique, columns: [id]}
                """, "id\n1\n1\n2\n");

        assertThat(cached(pass)).isEqualTo(1);
        assertThat(outcome(pass).good()).isEqualTo(1);
        pass.close();
        assertThat(LocalSpark.session().sharedState().cacheManager().isEmpty()).isTrue();
    }

    @Test
    void whatIsKeptOnDiskForOneRunIsNotFreedByAnother() throws Exception {
        String steps = """
                target: {table: t, columns: {id: string}}
                validate:
                  - {type: exists_in, columns: [id], file: ids.csv}
                """;
        Classification one = compile(steps, "id\n1\n");
        Classification other = compile(steps, "id\n1\n");

        one.close();

        assertThat(cached(other)).isEqualTo(1);
        other.close();
    }

    /** How many frames that are kept on disk the rows are made of. */
    private static int cached(Classification pass) {
        String plan = ((org.apache.spark.sql.classic.Dataset<?>) pass.rows())
                .queryExecution()
                .withCachedData()
                .toString();
        return plan.split("InMemoryRelation", -1).length - 1;
    }

    private Outcome run(String steps, String csv) throws Exception {
        return outcome(compile(steps, csv));
    }

    private Classification compile(String steps, String csv) throws Exception {
        Files.writeString(folder.resolve("sluice.yaml"), "name: test\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(
                folder.resolve("pipelines/p.yaml"), "pipeline: p\nsource: {files: in.csv, format: csv}\n" + steps);
        Files.writeString(folder.resolve("in.csv"), csv);
        Project project = Project.open(folder, Optional.empty(), List.of(), Map.of(), plugins());
        PipelineSpec spec = project.pipeline("p");
        PipelinePlan plan = PipelinePlan.of(spec);
        SparkSession session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.caseSensitive", "true");
        TextScan scan = new TextScan(
                FileLister.list(spec.source(), project.spec(), new Configuration()),
                (TextFormat) spec.source().format(),
                spec.source().options(),
                plan.sourceColumns(),
                PathGuard.anywhere());
        return OnePass.compile(
                plan,
                TextSource.read(session, scan),
                RunContext.of(plan, Optional.empty(), Optional.empty(), RunContext.Tags.NONE, Instant.EPOCH),
                OTHER_ROWS);
    }

    private static Outcome outcome(Classification pass) {
        BadRowMapper.Factory factory = pass.mapper("p", "r1", "b1", "f00d", Instant.EPOCH);
        BadRowMapper mapper = factory.create();
        long[] counts = new long[factory.reasonSlots()];
        StructType schema = pass.rows().schema();
        int good = schema.fieldIndex(ClassifiedRows.GOOD);
        int bad = schema.fieldIndex(ClassifiedRows.BAD);
        int fields = ((StructType) schema.apply(bad).dataType()).size();
        int landed = 0;
        List<List<String>> reasons = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        for (InternalRow row : ((org.apache.spark.sql.classic.Dataset<?>) pass.rows())
                .queryExecution()
                .executedPlan()
                .executeCollect()) {
            assertThat(row.isNullAt(good)).isNotEqualTo(row.isNullAt(bad));
            if (!row.isNullAt(good)) {
                landed++;
                continue;
            }
            InternalRow mapped = mapper.map(row.getStruct(bad, fields), counts);
            reasons.add(texts(mapped.getArray(REASONS)));
            inputs.add(String.valueOf(mapped.getUTF8String(INPUT)));
        }
        return new Outcome(landed, reasons, inputs, pass.reasons(counts, mapper.stepReasons()));
    }

    private static List<String> texts(ArrayData reasons) {
        return IntStream.range(0, reasons.numElements())
                .mapToObj(i -> reasons.getStruct(i, 7))
                .map(reason ->
                        "%s %s=%s".formatted(reason.getUTF8String(1), reason.getUTF8String(2), reason.getUTF8String(4)))
                .toList();
    }

    private static PluginRegistry plugins() {
        PluginRegistry builtIn = PluginRegistry.load(OnePassTest.class.getClassLoader());
        List<ConverterPlugin> converters = new ArrayList<>(builtIn.converters().values());
        converters.add(new Twice());
        return PluginRegistry.of(
                converters, builtIn.validators().values(), builtIn.formats().values());
    }

    /** Reads a number twice; each value may be lost by itself, for the same reason. */
    static final class Twice implements Converter {
        static final Option<String> COLUMN = Option.required("column", new OptionType.ColumnName(), "The column.");

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("twice", "Reads a number twice.", COLUMN);
        }

        @Override
        public Footprint footprint(Options options) {
            return new Footprint(
                    List.of(options.get(COLUMN)), Map.of("small", "int", "large", "long"), List.of(), true);
        }

        @Override
        public List<ConvertedColumn> convert(Options options, StepContext context) {
            String column = options.get(COLUMN);
            return List.of(
                    new ConvertedColumn("small", context.column(column).try_cast("int"), failure(column)),
                    new ConvertedColumn("large", context.column(column).try_cast("long"), failure(column)));
        }

        private static Failure failure(String column) {
            return Failure.ifNull(ReasonCode.NOT_A_NUMBER, column, "'{value}' is no number");
        }
    }
}
