package dev.sluice.core.plan;

import static dev.sluice.core.plan.Pipelines.column;
import static dev.sluice.core.plan.Pipelines.convert;
import static dev.sluice.core.plan.Pipelines.pipeline;
import static dev.sluice.core.plan.Pipelines.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.SourceColumn;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class PipelinePlanTest {
    private static final Option<String> SQL = Option.optional("value", new OptionType.Sql(), "An expression.");
    private static final Option<String> MIN = Option.optional("min", new OptionType.Text(), "Lower bound.");
    private static final Option<String> MAX = Option.optional("max", new OptionType.Text(), "Upper bound.");
    private static final Option<Long> LENGTH = Option.optional("max", new OptionType.Whole(0, 100), "Longest.");
    private static final Option<Pattern> REGEX = Option.optional("pattern", new OptionType.Regex(), "Pattern.");
    private static final Option<List<String>> VALUES =
            Option.optional("values", new OptionType.ListOf<>(new OptionType.Text()), "Values.");

    private static final Footprint RENAME = new Footprint(
            List.of("bday", "level"),
            Map.of("birthDate", "string", "rewards", "string"),
            List.of("bday", "level"),
            true,
            Map.of("birthDate", List.of("bday"), "rewards", List.of("level")));

    @Test
    void columnsAreFollowedFromSourceToTarget() {
        PipelinePlan plan = PipelinePlan.of(pipeline()
                .steps(convert("rename", RENAME))
                .target(
                        column("id", "long").required(),
                        column("birthDate", "date").required(),
                        column("rewards", "string"))
                .rules(rule("expect", List.of("rewards")))
                .build());

        assertThat(plan.sourceColumns())
                .extracting(SourceColumn::name, SourceColumn::required)
                .containsExactly(Tuple.tuple("bday", true), Tuple.tuple("level", false), Tuple.tuple("id", true));
        assertThat(plan.steps()).singleElement().satisfies(step -> {
            assertThat(step.reads()).containsExactly("bday", "level");
            assertThat(step.before()).extracting(PlannedColumn::name).containsExactly("bday", "level", "id");
            assertThat(step.after())
                    .extracting(PlannedColumn::name)
                    .containsExactlyInAnyOrder("id", "birthDate", "rewards");
        });
        assertThat(plan.targetInputs())
                .extracting(TargetInput::input, TargetInput::madeBy)
                .contains(Tuple.tuple("birthDate", "rename"));
        assertThat(plan.warnings()).isEmpty();
        assertThat(plan.describe())
                .contains("source   bday (required)", "target   birthDate: string -> date, required");
    }

    @Test
    void stepThatMakesValuesOfNullBreaksTheRequirement() {
        Footprint byDefault = new Footprint(List.of("id"), Map.of("id", "string"), List.of(), false);

        PipelinePlan plan = PipelinePlan.of(pipeline()
                .steps(convert("default", byDefault))
                .target(column("id", "long").required())
                .build());

        assertThat(plan.sourceColumns())
                .singleElement()
                .satisfies(column -> assertThat(column.required()).isFalse());
    }

    @Test
    void columnsOfSqlOptionsAreReadAfterThoseOfTheFootprint() {
        Footprint derive = new Footprint(List.of("z"), Map.of("sum", Footprint.UNKNOWN), List.of(), false);

        PipelinePlan plan = PipelinePlan.of(pipeline()
                .steps(convert("derive", derive).with(SQL, "b + a + z"))
                .target(column("sum", "long"))
                .build());

        assertThat(plan.steps().get(0).reads()).containsExactly("z", "b", "a");
        assertThat(plan.targetInputs().get(0).from()).isNull();
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlaces() {
        Footprint derive = new Footprint(List.of(), Map.of("total", "struct<a:int>"), List.of(), false);
        Footprint again = new Footprint(List.of("bday"), Map.of("age", "int"), List.of(), true);

        List<Problem> problems = problems(pipeline()
                .source("bday", "level", "amount")
                .steps(
                        convert("rename", RENAME),
                        convert("derive", derive).with(SQL, "amout + reflect('a', 'b')"),
                        convert("age", again))
                .target(column("total", "int"), column("age", "int"), column("birthdate", "date"))
                .rules(rule("expect", List.of("agee"))));

        assertThat(problems)
                .extracting(Problem::code, Problem::message, Problem::hint)
                .containsExactlyInAnyOrder(
                        tuple(ErrorCode.FUNCTION_NOT_ALLOWED, "the function 'reflect' runs code by its name", null),
                        tuple(
                                ErrorCode.UNKNOWN_COLUMN,
                                "'derive' reads the column 'amout', which does not exist here",
                                "did you mean 'amount'?"),
                        tuple(ErrorCode.REMOVED_COLUMN, "'age' reads the column 'bday', which 'rename' removed", null),
                        tuple(
                                ErrorCode.CANNOT_CONVERT,
                                "the target column 'total' is int, which struct<a:int> cannot become",
                                "'derive' makes it struct<a:int>"),
                        tuple(
                                ErrorCode.UNKNOWN_COLUMN,
                                "nothing gives the target its column 'birthdate', which does not exist here",
                                "did you mean 'birthDate'?"),
                        tuple(ErrorCode.UNKNOWN_COLUMN, "the target has no column 'agee'", "did you mean 'age'?"));
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.location()).isNotNull());
    }

    @Test
    void columnsThatDifferOnlyInCaseAreRefused() {
        Footprint trim = new Footprint(List.of("Name"), Map.of("name", "string"), List.of(), true);

        assertThat(problems(pipeline().steps(convert("trim", trim)).target(column("name", "string"))))
                .extracting(Problem::code)
                .containsExactly(ErrorCode.COLUMN_CASE);
    }

    @Test
    void columnThatNothingReadsIsAWarning() {
        Footprint derive = new Footprint(List.of("a"), Map.of("b", "string"), List.of(), false);

        assertThat(PipelinePlan.of(pipeline()
                                .steps(convert("derive", derive))
                                .target(column("a", "string"))
                                .build())
                        .warnings())
                .extracting(Problem::message)
                .containsExactly("'derive' makes the column 'b', which nothing reads");
    }

    @Test
    void rulesAreHeldAgainstTheTypesOfTheirColumns() {
        List<Problem> problems = problems(pipeline()
                .target(column("n", "int"), column("d", "date"), column("t", "string"))
                .rules(
                        rule("range", List.of("n")).with(MIN, "10").with(MAX, "2"),
                        rule("range", List.of("d")).with(MIN, "01.02.2020"),
                        rule("length", List.of("n")).with(LENGTH, 3L),
                        rule("pattern", List.of("d")).with(REGEX, Pattern.compile("x")),
                        rule("pattern", List.of("t")).with(REGEX, Pattern.compile("x")),
                        rule("enum", List.of("n")).with(VALUES, List.of("1", "two"))));

        assertThat(problems)
                .extracting(Problem::code, Problem::message)
                .containsExactly(
                        Tuple.tuple(ErrorCode.EMPTY_RANGE, "'range' allows no value: min 10 lies above max 2"),
                        Tuple.tuple(
                                ErrorCode.INVALID_LITERAL,
                                "'range': '01.02.2020' is no value of the column 'd' of type date"),
                        Tuple.tuple(
                                ErrorCode.RULE_TYPE,
                                "'length' does not suit the column 'n' of type int: a length is for text, bytes, arrays and"
                                        + " maps"),
                        Tuple.tuple(
                                ErrorCode.RULE_TYPE,
                                "'pattern' does not suit the column 'd' of type date: a pattern is for text"),
                        Tuple.tuple(
                                ErrorCode.INVALID_LITERAL, "'enum': 'two' is no value of the column 'n' of type int"));
    }

    private static Tuple tuple(ErrorCode code, String message, String hint) {
        return Tuple.tuple(code, message, hint);
    }

    private static List<Problem> problems(Pipelines pipeline) {
        return catchThrowableOfType(SluiceException.class, () -> PipelinePlan.of(pipeline.build()))
                .problems();
    }
}
