package dev.sluice.spark.expression;

import static dev.sluice.spark.expression.Steps.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Validator;
import dev.sluice.plugins.validate.EnumValidator;
import dev.sluice.plugins.validate.ExpectValidator;
import dev.sluice.plugins.validate.LengthValidator;
import dev.sluice.plugins.validate.PatternValidator;
import dev.sluice.plugins.validate.RangeValidator;
import dev.sluice.plugins.validate.RequiredValidator;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ValidatorsTest {
    @Test
    void everyValidatorIsFoundByItsWord() {
        assertThat(ServiceLoader.load(Validator.class).stream()
                        .map(each -> each.get().descriptor().word()))
                .contains("required", "enum", "range", "length", "pattern", "expect");
    }

    @Test
    void requiredRefusesNullOnly() {
        assertThat(codes(new RequiredValidator(), options(), DataTypes.StringType, "x", "", null))
                .containsExactly("", "", "MISSING");
    }

    @Test
    void enumTakesValuesOfTheColumnsType() {
        Steps.Set words = options().with(EnumValidator.VALUES, List.of("bronze", "silver"));
        assertThat(codes(new EnumValidator(), words, DataTypes.StringType, "bronze", "Silver", null, "gold"))
                .containsExactly("", "NOT_IN_ENUM", "", "NOT_IN_ENUM");
        words.with(EnumValidator.IGNORE_CASE, true);
        assertThat(codes(new EnumValidator(), words, DataTypes.StringType, "Silver", "gold"))
                .containsExactly("", "NOT_IN_ENUM");
        assertThat(codes(
                        new EnumValidator(),
                        options().with(EnumValidator.VALUES, List.of("1", "2")),
                        DataTypes.LongType,
                        1L,
                        3L,
                        null))
                .containsExactly("", "NOT_IN_ENUM", "");
    }

    @Test
    void rangeComparesInTheColumnsType() {
        Steps.Set zeroToTen = options().with(RangeValidator.MIN, "0").with(RangeValidator.MAX, "10");
        assertThat(codes(new RangeValidator(), zeroToTen, DataTypes.LongType, 0L, 10L, -1L, 11L, null))
                .containsExactly("", "", "OUT_OF_RANGE", "OUT_OF_RANGE", "");
        assertThat(codes(
                        new RangeValidator(),
                        zeroToTen,
                        DataTypes.DoubleType,
                        0.0,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        -1e-300,
                        null))
                .containsExactly("", "OUT_OF_RANGE", "OUT_OF_RANGE", "OUT_OF_RANGE", "");
        zeroToTen.with(RangeValidator.EXCLUSIVE, RangeValidator.Exclusive.BOTH);
        assertThat(codes(
                        new RangeValidator(),
                        zeroToTen,
                        DataTypes.createDecimalType(5, 2),
                        new BigDecimal("0.00"),
                        new BigDecimal("0.01"),
                        new BigDecimal("10.00")))
                .containsExactly("OUT_OF_RANGE", "", "OUT_OF_RANGE");
        assertThat(codes(
                        new RangeValidator(),
                        options().with(RangeValidator.MAX, "9.995"),
                        DataTypes.createDecimalType(20, 2),
                        new BigDecimal("10.00"),
                        new BigDecimal("10.01")))
                .containsExactly("", "OUT_OF_RANGE");
        Steps.Set since = options().with(RangeValidator.MIN, "2000-01-01");
        assertThat(codes(
                        new RangeValidator(),
                        since,
                        DataTypes.DateType,
                        Date.valueOf("1999-12-31"),
                        Date.valueOf("2000-01-01"),
                        null))
                .containsExactly("OUT_OF_RANGE", "", "");
        Steps.Set opening = options().with(RangeValidator.MIN, "08:00");
        assertThat(codes(new RangeValidator(), opening, DataTypes.LongType, 28_800_000_000L, 0L))
                .containsExactly("", "OUT_OF_RANGE");
        assertThat(new RangeValidator().check(options())).hasSize(1);
    }

    @Test
    void lengthCountsCharactersBytesAndElements() {
        Steps.Set two = options().with(LengthValidator.MIN, 1L).with(LengthValidator.MAX, 2L);
        assertThat(codes(new LengthValidator(), two, DataTypes.StringType, "äö", "", "abc", null))
                .containsExactly("", "WRONG_SIZE", "WRONG_SIZE", "");
        assertThat(codes(
                        new LengthValidator(),
                        two,
                        DataTypes.createArrayType(DataTypes.StringType),
                        List.of("a"),
                        List.of(),
                        null))
                .containsExactly("", "WRONG_SIZE", "");
    }

    @Test
    void patternMatchesTheWholeText() {
        Steps.Set digits = options().with(PatternValidator.PATTERN, Pattern.compile("\\d{3}"));
        assertThat(codes(new PatternValidator(), digits, DataTypes.StringType, "123", "1234", "x123", null))
                .containsExactly("", "PATTERN_MISMATCH", "PATTERN_MISMATCH", "");
    }

    @Test
    void aPatternThatRunsAwayOrNestsTooDeepIsAMismatchInGoodTime() {
        Steps.Set exponential = options().with(PatternValidator.PATTERN, Pattern.compile("(a+)+b|(x|y)*z"));
        String deep = "xy".repeat(500_000);
        assertThat(codes(new PatternValidator(), exponential, DataTypes.StringType, "a".repeat(64) + "c", deep, "aab"))
                .containsExactly("PATTERN_MISMATCH", "PATTERN_MISMATCH", "");
    }

    @Test
    void expectFailsOnFalseAndOnErrorsButNotOnNull() {
        Steps.Set options = options().with(ExpectValidator.THAT, "10 / c > 1");
        Object[] values = {5L, 20L, null, 0L};

        assertThat(codes(new ExpectValidator(), options, DataTypes.LongType, values))
                .containsExactly("", "EXPECTATION_FAILED", "", "EXPRESSION_FAILED");
        assertThat(Steps.details(new ExpectValidator(), options, rows(values), schema(DataTypes.LongType), "c"))
                .extracting(row -> row.get(0))
                .containsExactly(null, null, null, "DIVIDE_BY_ZERO: Division by zero");
    }

    @Test
    void theMessageOfAnExpectationReadsItsColumns() {
        Steps.Set options = options()
                .with(ExpectValidator.THAT, "a < b")
                .with(ExpectValidator.MESSAGE, "{a} is not below {b} at {c}, {{really}}");
        assertThat(new ExpectValidator().reads(options)).containsExactly("a", "b", "c");
        options.with(ExpectValidator.MESSAGE, "{a");
        assertThat(new ExpectValidator().check(options)).hasSize(1);
    }

    private static List<String> codes(Validator validator, Steps.Set options, DataType type, Object... values) {
        options.with(RequiredValidator.COLUMN, "c");
        options.with(EnumValidator.COLUMN, "c").with(RangeValidator.COLUMN, "c");
        options.with(LengthValidator.COLUMN, "c").with(PatternValidator.COLUMN, "c");
        return Steps.validate(validator, options, rows(values), schema(type), "c").stream()
                .map(codes -> String.join(" ", codes))
                .toList();
    }

    private static StructType schema(DataType type) {
        return new StructType().add("c", type);
    }

    private static List<Row> rows(Object... values) {
        return new ArrayList<>(Arrays.stream(values)
                .map(value -> RowFactory.create(new Object[] {value}))
                .toList());
    }
}
