package dev.sluice.spark.expression;

import static dev.sluice.spark.expression.Steps.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.SluiceException;
import dev.sluice.api.TextForm;
import dev.sluice.api.Validator;
import dev.sluice.plugins.validate.AgeValidator;
import dev.sluice.plugins.validate.AllOrNoneValidator;
import dev.sluice.plugins.validate.AtLeastOneOfValidator;
import dev.sluice.plugins.validate.CompareValidator;
import dev.sluice.plugins.validate.CountryCodeValidator;
import dev.sluice.plugins.validate.CurrencyCodeValidator;
import dev.sluice.plugins.validate.DateFormatValidator;
import dev.sluice.plugins.validate.EmailValidator;
import dev.sluice.plugins.validate.ExactlyOneOfValidator;
import dev.sluice.plugins.validate.GeoBoxValidator;
import dev.sluice.plugins.validate.IbanValidator;
import dev.sluice.plugins.validate.IpValidator;
import dev.sluice.plugins.validate.JsonSchemaValidator;
import dev.sluice.plugins.validate.JsonValidator;
import dev.sluice.plugins.validate.LanguageCodeValidator;
import dev.sluice.plugins.validate.LatitudeValidator;
import dev.sluice.plugins.validate.LongitudeValidator;
import dev.sluice.plugins.validate.LuhnValidator;
import dev.sluice.plugins.validate.NotEmptyValidator;
import dev.sluice.plugins.validate.NotInFutureValidator;
import dev.sluice.plugins.validate.NotInSetValidator;
import dev.sluice.plugins.validate.PhoneValidator;
import dev.sluice.plugins.validate.TimestampFormatValidator;
import dev.sluice.plugins.validate.UrlValidator;
import dev.sluice.plugins.validate.UuidValidator;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Each rule of the library with rows that pass, rows that fail, and null. */
class ValidatorLibraryTest {
    private static final DataType TEXT = DataTypes.StringType;

    @Test
    void notEmptyRefusesNullAndBlanks() {
        assertThat(codes(
                        new NotEmptyValidator(),
                        options(),
                        TEXT,
                        "x",
                        " y ",
                        " \u2003é",
                        "",
                        " \t\u00a0\u2003",
                        " ",
                        null))
                .containsExactly("", "", "", "BLANK", "BLANK", "BLANK", "MISSING");
        assertThat(codes(
                        new NotEmptyValidator(),
                        options(),
                        DataTypes.createArrayType(TEXT),
                        List.of("a"),
                        List.of(),
                        null))
                .containsExactly("", "BLANK", "MISSING");
        assertThat(codes(new NotEmptyValidator(), options(), DataTypes.LongType, 0L, null))
                .containsExactly("", "MISSING");
    }

    @Test
    void notInSetRefusesValuesOfTheColumnsType() {
        Steps.Set words = options().with(NotInSetValidator.VALUES, List.of("n/a", "none"));
        assertThat(codes(new NotInSetValidator(), words, TEXT, "x", "none", "NONE", null))
                .containsExactly("", "FORBIDDEN_VALUE", "", "");
        words.with(NotInSetValidator.IGNORE_CASE, true);
        assertThat(codes(new NotInSetValidator(), words, TEXT, "NONE")).containsExactly("FORBIDDEN_VALUE");
        assertThat(codes(
                        new NotInSetValidator(),
                        options().with(NotInSetValidator.VALUES, List.of("0")),
                        DataTypes.LongType,
                        0L,
                        1L,
                        null))
                .containsExactly("FORBIDDEN_VALUE", "", "");
    }

    @Test
    void compareHoldsOneColumnAgainstAnother() {
        assertThat(compare(">= b", DataTypes.DateType, day("2024-02-01"), day("2024-01-01")))
                .isEmpty();
        assertThat(compare(">= b", DataTypes.DateType, day("2024-01-01"), day("2024-01-01")))
                .isEmpty();
        assertThat(compare(">= b", DataTypes.DateType, day("2023-12-31"), day("2024-01-01")))
                .isEqualTo("WRONG_ORDER");
        assertThat(compare(">= b", DataTypes.DateType, null, day("2024-01-01"))).isEmpty();
        assertThat(compare("<= b", DataTypes.DateType, day("2024-01-01"), null)).isEmpty();
        assertThat(compare("< b", DataTypes.LongType, 1L, 1L)).isEqualTo("WRONG_ORDER");
        assertThat(compare("<= b", DataTypes.LongType, 2L, 1L)).isEqualTo("WRONG_ORDER");
        assertThat(compare("> b", DataTypes.LongType, 1L, 1L)).isEqualTo("WRONG_ORDER");
        assertThat(compare("= b", TEXT, "x", "y")).isEqualTo("WRONG_ORDER");
        assertThat(compare("<> b", TEXT, "x", "y")).isEmpty();
        assertThat(compare("!= b", TEXT, "x", "x")).isEqualTo("WRONG_ORDER");
        assertThat(compare("> b", DataTypes.DoubleType, Double.NaN, 1.0)).isEqualTo("WRONG_ORDER");
        assertThat(new CompareValidator().check(options().with(CompareValidator.TO, "b")))
                .hasSize(1);
        Steps.Set options = options().with(CompareValidator.COLUMN, "a").with(CompareValidator.TO, "> b");
        StructType mixed = new StructType().add("a", TEXT).add("b", DataTypes.LongType);
        assertThatThrownBy(() -> Steps.validate(new CompareValidator(), options, List.of(), mixed))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RULE_TYPE));
    }

    private static String compare(String to, DataType type, Object a, Object b) {
        Steps.Set options = options().with(CompareValidator.COLUMN, "a").with(CompareValidator.TO, to);
        StructType schema = new StructType().add("a", type).add("b", type);
        List<Row> rows = List.of(RowFactory.create(a, b));
        return String.join(
                " ",
                Steps.validate(new CompareValidator(), options, rows, schema).get(0));
    }

    @Test
    void emailTakesAddressesAsPeopleHaveThem() {
        passes(
                new EmailValidator(),
                options(),
                "ada@example.org",
                "a.b+tag@sub.example.co.uk",
                "x_y-z@münchen.de",
                "o'neil@example.museum");
        fails(
                new EmailValidator(),
                options(),
                "NOT_AN_EMAIL",
                "",
                "ada",
                "ada@",
                "@example.org",
                "ada@localhost",
                "a b@example.org",
                "a..b@example.org",
                ".a@example.org",
                "a@exa mple.org",
                "a@-example.org",
                "a@b@example.org",
                "a@example.123",
                " ada@example.org",
                "a".repeat(65) + "@example.org");
    }

    @Test
    void urlNeedsSchemeAndHost() {
        passes(
                new UrlValidator(),
                options(),
                "https://example.org",
                "http://localhost:8080/a?b=c#d",
                "HTTP://192.168.0.1/x",
                "https://[::1]/",
                "https://münchen.de/stadt");
        fails(
                new UrlValidator(),
                options(),
                "NOT_A_URL",
                "",
                "example.org",
                "/a/b",
                "ftp://example.org/a",
                "mailto:ada@example.org",
                "http://",
                "http://exa mple.org",
                "http://example.org:99999/",
                "http://exa_mple..org/",
                "javascript:alert(1)");
        passes(new UrlValidator(), options().with(UrlValidator.SCHEMES, List.of()), "ftp://example.org/a");
    }

    @Test
    void ipKnowsVersionsAndNetworks() {
        passes(
                new IpValidator(),
                options(),
                "0.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "2001:db8::8a2e:370:7334",
                "1:2:3:4:5:6:7:8",
                "::ffff:192.0.2.1");
        fails(
                new IpValidator(),
                options(),
                "NOT_AN_IP",
                "",
                "1.2.3",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4.5",
                "1.2.3.4/8",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "fe80::1%eth0",
                " 1.2.3.4");
        Steps.Set v4 = options().with(IpValidator.VERSION, TextForm.IpVersion.V4);
        passes(new IpValidator(), v4, "10.0.0.1");
        fails(new IpValidator(), v4, "NOT_AN_IP", "::1");
        fails(new IpValidator(), options().with(IpValidator.VERSION, TextForm.IpVersion.V6), "NOT_AN_IP", "10.0.0.1");
        Steps.Set network = options().with(IpValidator.NETWORK, true);
        passes(new IpValidator(), network, "10.0.0.0/8", "::/0", "2001:db8::/32");
        fails(new IpValidator(), network, "NOT_AN_IP", "10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/x", "10.0.0.0/");
        Steps.Set within = options().with(IpValidator.WITHIN, List.of("10.0.0.0/8", "fd00::/8"));
        passes(new IpValidator(), within, "10.255.1.2", "fd12::1");
        fails(new IpValidator(), within, "NOT_AN_IP", "11.0.0.1", "fe00::1");
    }

    @Test
    void uuidHasItsHyphens() {
        passes(
                new UuidValidator(),
                options(),
                "123e4567-e89b-12d3-a456-426614174000",
                "123E4567-E89B-12D3-A456-426614174000");
        fails(
                new UuidValidator(),
                options(),
                "NOT_A_UUID",
                "",
                "123e4567e89b12d3a456426614174000",
                "123e4567-e89b-12d3-a456-42661417400g");
    }

    @Test
    void ibanIsCheckedByCountryLengthAndDigits() {
        passes(
                new IbanValidator(),
                options(),
                "DE89370400440532013000",
                "DE89 3704 0044 0532 0130 00",
                "GB82WEST12345698765432",
                "FR1420041010050500013M02606",
                "NO9386011117947",
                "MT84MALT011000012345MTLCAST001S");
        fails(
                new IbanValidator(),
                options(),
                "NOT_AN_IBAN",
                "",
                "DE88370400440532013000",
                "DE8937040044053201300",
                "XX89370400440532013000",
                "de89370400440532013000",
                "DE89 3704  0044 0532 0130 00",
                "DE89370400440532013O00");
        fails(
                new IbanValidator(),
                options().with(IbanValidator.COUNTRIES, List.of("FR")),
                "NOT_AN_IBAN",
                "DE89370400440532013000");
    }

    @Test
    void luhnChecksItsDigit() {
        passes(new LuhnValidator(), options(), "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "18");
        fails(
                new LuhnValidator(),
                options(),
                "WRONG_CHECK_DIGIT",
                "",
                "4111111111111112",
                "0",
                "4111  1111 1111 1111",
                "-18",
                "18 ",
                "411111111111111x");
        Steps.Set card = options().with(LuhnValidator.MIN, 12L).with(LuhnValidator.MAX, 19L);
        passes(new LuhnValidator(), card, "4111111111111111");
        fails(new LuhnValidator(), card, "WRONG_CHECK_DIGIT", "18", "00000000000000000000");
    }

    @Test
    void codesAreThoseOfIso() {
        passes(new CountryCodeValidator(), options(), "DE", "US");
        fails(new CountryCodeValidator(), options(), "UNKNOWN_CODE", "", "de", "XX", "DEU");
        passes(new CountryCodeValidator(), options().with(CountryCodeValidator.LETTERS, 3L), "DEU");
        passes(new CurrencyCodeValidator(), options(), "EUR", "JPY");
        fails(new CurrencyCodeValidator(), options(), "UNKNOWN_CODE", "", "eur", "EURO", "XYZ");
        passes(new LanguageCodeValidator(), options(), "de", "en");
        fails(new LanguageCodeValidator(), options(), "UNKNOWN_CODE", "", "DE", "xx", "deu");
        passes(new LanguageCodeValidator(), options().with(LanguageCodeValidator.LETTERS, 3L), "deu");
    }

    @Test
    void phoneIsAShape() {
        passes(new PhoneValidator(), options(), "+49 30 123456", "(030) 12-34.56", "030/123456", "110123");
        fails(
                new PhoneValidator(),
                options(),
                "NOT_A_PHONE",
                "",
                "1234",
                "1234567890123456",
                "++4930123456",
                "030 12x456",
                "(030 123456",
                ")030( 123456",
                "030-");
        Steps.Set e164 = options().with(PhoneValidator.INTERNATIONAL, true);
        passes(new PhoneValidator(), e164, "+4930123456");
        fails(new PhoneValidator(), e164, "NOT_A_PHONE", "4930123456", "+0930123456", "+49 30 123456", "+");
    }

    @Test
    void dateAndTimestampFormatsLeaveTheTextAText() {
        Steps.Set german = options().with(option(new DateFormatValidator(), "formats"), List.of("d.M.yyyy"));
        passes(new DateFormatValidator(), german, "1.2.2024", "29.2.2024");
        fails(new DateFormatValidator(), german, "NOT_A_DATE", "", "30.2.2024", "2024-02-01");
        passes(new DateFormatValidator(), options(), "2024-02-01");
        passes(new TimestampFormatValidator(), options(), "2024-02-01T10:00:00Z");
        fails(new TimestampFormatValidator(), options(), "NOT_A_TIMESTAMP", "yesterday", "2024-02-01T25:00:00Z");
        assertThat(new DateFormatValidator()
                        .check(options().with(option(new DateFormatValidator(), "formats"), List.of("qqqq"))))
                .hasSize(1);
    }

    @Test
    void datesAreHeldAgainstTheRunsTime() {
        assertThat(codes(
                        new NotInFutureValidator(),
                        options(),
                        DataTypes.TimestampType,
                        at("2024-06-15T12:00:00Z"),
                        at("2024-06-15T12:00:01Z"),
                        null))
                .containsExactly("", "IN_THE_FUTURE", "");
        assertThat(codes(
                        new NotInFutureValidator(),
                        options().with(NotInFutureValidator.BY, Duration.ofMinutes(5)),
                        DataTypes.TimestampType,
                        at("2024-06-15T12:05:00Z"),
                        at("2024-06-15T12:05:01Z")))
                .containsExactly("", "IN_THE_FUTURE");
        assertThat(codes(
                        new NotInFutureValidator(),
                        options(),
                        DataTypes.DateType,
                        day("2024-06-15"),
                        day("2024-06-16"),
                        null))
                .containsExactly("", "IN_THE_FUTURE", "");
        Steps.Set days = options()
                .with(AgeValidator.AT_MOST, Duration.ofDays(3))
                .with(AgeValidator.AT_LEAST, Duration.ofDays(1));
        assertThat(codes(
                        new AgeValidator(),
                        days,
                        DataTypes.TimestampType,
                        at("2024-06-12T12:00:00Z"),
                        at("2024-06-12T11:59:59Z"),
                        at("2024-06-14T12:00:00Z"),
                        at("2024-06-14T12:00:01Z"),
                        null))
                .containsExactly("", "TOO_OLD", "", "TOO_YOUNG", "");
        assertThat(new AgeValidator().check(options())).hasSize(1);
        assertThatThrownBy(() -> codes(new NotInFutureValidator(), options(), TEXT, "x"))
                .isInstanceOf(SluiceException.class);
    }

    @Test
    void pointsLieOnEarthAndInTheBox() {
        assertThat(codes(new LatitudeValidator(), options(), DataTypes.DoubleType, 90.0, -90.1, Double.NaN, null))
                .containsExactly("", "NOT_ON_EARTH", "NOT_ON_EARTH", "");
        assertThat(codes(new LongitudeValidator(), options(), DataTypes.DoubleType, -180.0, 180.1, null))
                .containsExactly("", "NOT_ON_EARTH", "");
        Steps.Set germany = box("47", "55.1", "5.8", "15.1");
        assertThat(point(germany, 52.5, 13.4)).isEmpty();
        assertThat(point(germany, 48.8, 2.3)).isEqualTo("OUTSIDE_BOX");
        assertThat(point(germany, null, 2.3)).isEmpty();
        Steps.Set pacific = box("-90", "90", "170", "-170");
        assertThat(point(pacific, 0.0, 179.0)).isEmpty();
        assertThat(point(pacific, 0.0, -179.0)).isEmpty();
        assertThat(point(pacific, 0.0, 0.0)).isEqualTo("OUTSIDE_BOX");
        assertThat(new GeoBoxValidator().check(box("91", "90", "0", "0"))).hasSize(1);
        assertThat(new GeoBoxValidator().check(box("10", "0", "0", "0"))).hasSize(1);
        assertThat(new GeoBoxValidator().check(box("ten", "0", "0", "0"))).hasSize(1);
    }

    private static Steps.Set box(String south, String north, String west, String east) {
        return options()
                .with(GeoBoxValidator.LATITUDE, "a")
                .with(GeoBoxValidator.LONGITUDE, "b")
                .with(GeoBoxValidator.SOUTH, south)
                .with(GeoBoxValidator.NORTH, north)
                .with(GeoBoxValidator.WEST, west)
                .with(GeoBoxValidator.EAST, east);
    }

    private static String point(Options box, Object latitude, Object longitude) {
        StructType schema = new StructType().add("a", DataTypes.DoubleType).add("b", DataTypes.DoubleType);
        List<Row> rows = List.of(RowFactory.create(latitude, longitude));
        return String.join(
                " ", Steps.validate(new GeoBoxValidator(), box, rows, schema).get(0));
    }

    @Test
    void jsonIsWellFormedAndOfItsKind() {
        passes(new JsonValidator(), options(), "{}", "[1, 2]", "\"x\"", "null", " {\"a\": {\"b\": [1e3]}} ");
        fails(
                new JsonValidator(),
                options(),
                "NOT_JSON",
                "",
                "{",
                "{a: 1}",
                "{} {}",
                "[1,]",
                "01",
                "nul",
                "[".repeat(100_000));
        Steps.Set array = options().with(JsonValidator.KIND, TextForm.JsonKind.ARRAY);
        passes(new JsonValidator(), array, "[]");
        fails(new JsonValidator(), array, "NOT_JSON", "{}");
        Steps.Set keys = options().with(JsonValidator.KEYS, List.of("id", "name"));
        passes(new JsonValidator(), keys, "{\"name\": null, \"id\": 1, \"x\": 2}");
        fails(new JsonValidator(), keys, "NOT_JSON", "{\"id\": 1}", "[1]", "{\"x\": {\"id\": 1, \"name\": 2}}");
    }

    @Test
    void jsonFitsItsSchema() {
        Steps.Set schema = options().with(JsonSchemaValidator.SCHEMA, """
                {"type": "object", "required": ["id"],
                 "properties": {"id": {"type": "integer", "minimum": 1}, "code": {"type": "string", "pattern": "^(a+)+$"}}}
                """);
        passes(new JsonSchemaValidator(), schema, "{\"id\": 1}", "{\"id\": 2, \"code\": \"aaa\", \"more\": []}");
        fails(
                new JsonSchemaValidator(),
                schema,
                "SCHEMA_MISMATCH",
                "{\"id\": 0}",
                "{\"id\": \"1\"}",
                "{}",
                "[]",
                "nonsense",
                "",
                "{\"id\": 1, \"code\": \"" + "a".repeat(64) + "b\"}");
        assertThat(Steps.details(
                        new JsonSchemaValidator(),
                        schema.with(JsonSchemaValidator.COLUMN, "c"),
                        rows("{\"id\": 0}"),
                        new StructType().add("c", TEXT)))
                .singleElement()
                .satisfies(row -> assertThat(String.valueOf(row.get(0))).startsWith("/id: "));
        Steps.Set none = options().with(JsonSchemaValidator.SCHEMA, "[]");
        assertThatThrownBy(() -> codes(new JsonSchemaValidator(), none, TEXT, "{}"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNFIT_OPTIONS));
    }

    @Test
    void presenceOfSeveralColumnsIsCounted() {
        assertThat(presence(new AtLeastOneOfValidator())).containsExactly("NONE_PRESENT", "", "");
        assertThat(presence(new ExactlyOneOfValidator())).containsExactly("NOT_EXACTLY_ONE", "", "NOT_EXACTLY_ONE");
        assertThat(presence(new AllOrNoneValidator())).containsExactly("", "PARTLY_PRESENT", "");
    }

    private static List<String> presence(Validator validator) {
        Steps.Set options = options().with(option(validator, "of"), List.of("a", "b"));
        StructType schema = new StructType().add("a", TEXT).add("b", DataTypes.LongType);
        List<Row> rows =
                List.of(RowFactory.create(null, null), RowFactory.create("x", null), RowFactory.create("x", 1L));
        return Steps.validate(validator, options, rows, schema).stream()
                .map(codes -> String.join(" ", codes))
                .toList();
    }

    private static void passes(Validator validator, Steps.Set options, String... values) {
        Object[] all = Arrays.copyOf(values, values.length + 1, Object[].class);
        assertThat(codes(validator, options, TEXT, all))
                .as("%s: pass", Arrays.toString(values))
                .containsOnly("");
    }

    private static void fails(Validator validator, Steps.Set options, String code, String... values) {
        List<String> codes = codes(validator, options, TEXT, (Object[]) values);
        for (int i = 0; i < values.length; i++) {
            assertThat(codes.get(i)).as("'%.80s'", values[i]).isEqualTo(code);
        }
    }

    private static List<String> codes(Validator validator, Steps.Set options, DataType type, Object... values) {
        options.with(option(validator, "column"), "c");
        return Steps.validate(validator, options, rows(values), new StructType().add("c", type)).stream()
                .map(codes -> String.join(" ", codes))
                .toList();
    }

    @SuppressWarnings("unchecked") // the test knows the option's type
    private static <T> Option<T> option(Validator validator, String name) {
        return (Option<T>) validator.descriptor().option(name).orElseThrow();
    }

    private static List<Row> rows(Object... values) {
        return new ArrayList<>(Arrays.stream(values)
                .map(value -> RowFactory.create(new Object[] {value}))
                .toList());
    }

    private static Date day(String text) {
        return Date.valueOf(text);
    }

    private static Timestamp at(String text) {
        return Timestamp.from(Instant.parse(text));
    }
}
