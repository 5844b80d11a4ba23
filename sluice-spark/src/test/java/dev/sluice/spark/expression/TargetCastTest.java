package dev.sluice.spark.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Failure;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.Primitive;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;

class TargetCastTest {
    @Test
    void wholeNumbersAreReadUpToTheirBounds() {
        assertThat(values(
                        Primitive.LONG,
                        "0",
                        "-0",
                        "+7",
                        " 12 ",
                        "12.0",
                        "12.",
                        "9223372036854775807",
                        "-9223372036854775808"))
                .containsExactly(
                        entry("0", 0L),
                        entry("-0", 0L),
                        entry("+7", 7L),
                        entry(" 12 ", 12L),
                        entry("12.0", 12L),
                        entry("12.", 12L),
                        entry("9223372036854775807", Long.MAX_VALUE),
                        entry("-9223372036854775808", Long.MIN_VALUE));
        assertThat(values(Primitive.INT, "2147483647", "-2147483648"))
                .containsExactly(entry("2147483647", Integer.MAX_VALUE), entry("-2147483648", Integer.MIN_VALUE));
    }

    @Test
    void textsThatAreNoWholeNumbersSayWhy() {
        String[] noNumbers = {"", " ", "x", "1.5", "1e3", "--1", "+", "1 2", "0x1F", "١٢", "=1+1"};
        assertThat(codes(Primitive.LONG, noNumbers)).hasSize(noNumbers.length).containsValue("NOT_AN_INTEGER");
        assertThat(codes(Primitive.LONG, noNumbers).values()).containsOnly("NOT_AN_INTEGER");
        assertThat(codes(
                                Primitive.LONG,
                                "9223372036854775808",
                                "-9223372036854775809",
                                "1".repeat(30),
                                "1".repeat(2000))
                        .values())
                .containsOnly("NUMBER_OVERFLOW");
        assertThat(codes(Primitive.INT, "2147483648", "-2147483649").values()).containsOnly("NUMBER_OVERFLOW");
    }

    @Test
    void floatingNumbersAreReadToTheNearest() {
        assertThat(values(Primitive.DOUBLE, "0.1", "-82.46170658", ".5", "1e308", "4.9e-324", "123456789012345678901"))
                .containsExactly(
                        entry("0.1", 0.1),
                        entry("-82.46170658", -82.46170658),
                        entry(".5", 0.5),
                        entry("1e308", 1e308),
                        entry("4.9e-324", Double.MIN_VALUE),
                        entry("123456789012345678901", 123456789012345678901d));
        assertThat(values(Primitive.DOUBLE, "NaN", "-Infinity", "inf"))
                .containsExactly(
                        entry("NaN", Double.NaN),
                        entry("-Infinity", Double.NEGATIVE_INFINITY),
                        entry("inf", Double.POSITIVE_INFINITY));
        assertThat(values(Primitive.FLOAT, "3.4028235e38", "0.1", "NaN"))
                .containsExactly(entry("3.4028235e38", Float.MAX_VALUE), entry("0.1", 0.1f), entry("NaN", Float.NaN));
        assertThat(codes(Primitive.DOUBLE, "1e309", "-1e999999999999").get("1e309"))
                .isEqualTo("NUMBER_OVERFLOW");
        assertThat(codes(Primitive.FLOAT, "3.5e38").values()).containsOnly("NUMBER_OVERFLOW");
        assertThat(codes(Primitive.DOUBLE, "1d", "0x1p3", "1e", "1e+", "-NaN", "..1", "1,5", "nano")
                        .values())
                .containsOnly("NOT_A_NUMBER");
    }

    @Test
    void decimalsAreExact() {
        assertThat(values(new Decimal(10, 2), "1.5", "-12345678.99", "1e3", "1.500", "0", "-0.00"))
                .containsExactly(
                        entry("1.5", new BigDecimal("1.50")),
                        entry("-12345678.99", new BigDecimal("-12345678.99")),
                        entry("1e3", new BigDecimal("1000.00")),
                        entry("1.500", new BigDecimal("1.50")),
                        entry("0", new BigDecimal("0.00")),
                        entry("-0.00", new BigDecimal("0.00")));
        String greatest = "9".repeat(38);
        assertThat(values(new Decimal(38, 0), greatest, "-" + greatest))
                .containsValues(new BigDecimal(greatest), new BigDecimal("-" + greatest));
        assertThat(values(new Decimal(38, 38), "0." + greatest)).containsValue(new BigDecimal("0." + greatest));
    }

    @Test
    void decimalsThatLoseDigitsSayWhich() {
        assertThat(codes(new Decimal(10, 2), "100000000", "1e8", "1e999", "1".repeat(500))
                        .values())
                .containsOnly("DECIMAL_OVERFLOW");
        assertThat(codes(new Decimal(10, 2), "1.005", "1e-3", "0." + "1".repeat(200))
                        .values())
                .containsOnly("TOO_MANY_DECIMALS");
        assertThat(codes(new Decimal(38, 0), "1" + "0".repeat(38)).values()).containsOnly("DECIMAL_OVERFLOW");
        assertThat(codes(new Decimal(10, 2), "abc", "", "1.2.3", "1e1e1", "NaN", "9".repeat(2000) + "x")
                        .values())
                .containsOnly("NOT_A_NUMBER");
    }

    @Test
    void numbersOfAMillionDigitsSayWhatIsWrongWithoutBeingCalculated() {
        String digits = "9".repeat(1_000_000);

        assertThat(codes(Primitive.LONG, digits, "-" + digits).values()).containsOnly("NUMBER_OVERFLOW");
        assertThat(codes(Primitive.LONG, "1." + digits).values()).containsOnly("NOT_AN_INTEGER");
        assertThat(codes(Primitive.DOUBLE, digits + "." + digits).values()).containsOnly("NUMBER_OVERFLOW");
        assertThat(codes(new Decimal(10, 2), digits, "00" + digits + ".5").values())
                .containsOnly("DECIMAL_OVERFLOW");
        assertThat(codes(new Decimal(10, 2), "0." + digits).values()).containsOnly("TOO_MANY_DECIMALS");
    }

    @Test
    void datesAndTimestampsAreIsoUnlessTheColumnSaysOtherwise() {
        assertThat(values(Primitive.DATE, "2020-02-29", "0001-01-01", "9999-12-31"))
                .containsEntry("2020-02-29", Date.valueOf("2020-02-29"))
                .hasSize(3);
        assertThat(codes(Primitive.DATE, "2020-02-30", "2019-02-29", "20-01-01", "2020-1-1", "0000-01-01", "x")
                        .values())
                .containsOnly("NOT_A_DATE");
        assertThat(values(Primitive.TIMESTAMP, "2020-03-23 23:19:34", "2020-03-23T23:19", "2020-03-23"))
                .containsValues(
                        LocalDateTime.parse("2020-03-23T23:19:34"),
                        LocalDateTime.parse("2020-03-23T23:19:00"),
                        LocalDateTime.parse("2020-03-23T00:00:00"));
        assertThat(values(Primitive.TIMESTAMPTZ, "2020-03-23T23:19:34.123456789+01:00", "2020-03-23 12:00:00Z"))
                .containsValues(
                        java.sql.Timestamp.from(Instant.parse("2020-03-23T22:19:34.123456Z")),
                        java.sql.Timestamp.from(Instant.parse("2020-03-23T12:00:00Z")));
        assertThat(codes(Primitive.TIMESTAMP, "2020-03-23T24:00", "2020-03-23T23:60", "2020-03-23T", "10:00")
                        .values())
                .containsOnly("NOT_A_TIMESTAMP");
        assertThat(values(Primitive.TIME, "23:59:59.999999", "00:00")).containsValues(86_399_999_999L, 0L);
    }

    @Test
    void theFormatsOfTheColumnAreTriedInOrder() {
        TargetColumn column = new TargetColumn(
                "c",
                Primitive.TIMESTAMP,
                false,
                List.of("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "M/d/yy H:mm"),
                null,
                null,
                null);
        assertThat(Evaluation.of(
                        text -> TargetCast.cast(text, "string", column, ZoneOffset.UTC)
                                .value(),
                        "2020-03-23 23:19:34",
                        "2020-02-23T11:33:03",
                        "1/22/20 17:00",
                        "1/22/2020 17:00"))
                .containsExactly(
                        entry("2020-03-23 23:19:34", LocalDateTime.parse("2020-03-23T23:19:34")),
                        entry("2020-02-23T11:33:03", LocalDateTime.parse("2020-02-23T11:33:03")),
                        entry("1/22/20 17:00", LocalDateTime.parse("2020-01-22T17:00")),
                        entry("1/22/2020 17:00", null));
    }

    @Test
    void wordsUuidsAndBytes() {
        assertThat(values(Primitive.BOOLEAN, "true", "F", " Yes ", "0"))
                .containsExactly(entry("true", true), entry("F", false), entry(" Yes ", true), entry("0", false));
        assertThat(codes(Primitive.BOOLEAN, "2", "", "wahr").values()).containsOnly("NOT_A_BOOLEAN");
        assertThat(values(Primitive.UUID, "F79C3E09-677C-4BBD-A479-3F349CB785E7"))
                .containsValue("f79c3e09-677c-4bbd-a479-3f349cb785e7");
        assertThat(codes(Primitive.UUID, "f79c3e09677c4bbda4793f349cb785e7", "x".repeat(36))
                        .values())
                .containsOnly("NOT_A_UUID");
        assertThat((byte[]) values(Primitive.BINARY, "0xCAFE").get("0xCAFE")).containsExactly(0xCA, 0xFE);
        assertThat((byte[]) values(new Fixed(3), "AQID").get("AQID")).containsExactly(1, 2, 3);
        assertThat(codes(new Fixed(2), "AQID", "*", "0xC"))
                .containsExactly(entry("AQID", "WRONG_LENGTH"), entry("*", "NOT_BINARY"), entry("0xC", "NOT_BINARY"));
    }

    private static Map<String, Object> values(ColumnType type, String... texts) {
        return Evaluation.of(text -> cast(text, type).value(), texts);
    }

    /** The code of each text; only for conversions that may fail. */
    private static Map<String, String> codes(ColumnType type, String... texts) {
        Map<String, Object> values = values(type, texts);
        assertThat(values.values()).containsOnlyNulls();
        Map<String, Object> exact = Evaluation.of(
                text -> {
                    Failure failure = Objects.requireNonNull(cast(text, type).failure());
                    Column code = org.apache.spark.sql.functions.lit(failure.code());
                    Failure.Refinement refinement = failure.refinement();
                    return refinement == null ? code : org.apache.spark.sql.functions.coalesce(refinement.code(), code);
                },
                texts);
        return exact.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> String.valueOf(e.getValue()),
                        (a, b) -> a,
                        java.util.LinkedHashMap::new));
    }

    private static ConvertedColumn cast(Column text, ColumnType type) {
        return TargetCast.cast(
                text, "string", new TargetColumn("c", type, false, List.of(), null, null, null), ZoneId.of("UTC"));
    }
}
