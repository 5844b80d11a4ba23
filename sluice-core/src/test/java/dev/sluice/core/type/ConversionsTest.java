package dev.sluice.core.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    string             | struct<a:array<int>> | true
                    map<string,int>    | string               | true
                    int                | decimal(3,1)         | true
                    double             | long                 | true
                    boolean            | int                  | true
                    int                | boolean              | false
                    date               | timestamptz          | true
                    date               | long                 | false
                    date               | time                 | false
                    timestamp          | date                 | true
                    time               | timestamp            | false
                    struct<a:int>      | int                  | false
                    array<int>         | array<long>          | true
                    array<date>        | array<long>          | false
                    map<int,int>       | map<string,date>     | false
                    struct<a:int,b:int>| struct<A:long,b:int> | true
                    struct<a:int,b:int>| struct<b:int,a:int>  | false
                    struct<a:int>      | struct<a:int,b:int>  | false
                    binary             | fixed(4)             | true
                    fixed(4)           | binary               | true
                    uuid               | fixed(16)            | false
                    uuid               | binary               | false
                    long               | date                 | false
                    """)
    void conversionsThatNoValueCanUndergoAreKnown(String from, String to, boolean possible) {
        assertThat(Conversions.possible(TypeParser.parse(from), TypeParser.parse(to)))
                .isEqualTo(possible);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    int          | 2147483647                | true
                    int          | 2147483648                | false
                    int          | 1.0                       | false
                    long         | -9223372036854775808      | true
                    decimal(5,2) | 999.99                    | true
                    decimal(5,2) | 1000                      | false
                    decimal(5,2) | 0.001                     | false
                    decimal(5,2) | 1e2                       | true
                    decimal(5,2) | 0.00000                   | true
                    double       | 1e300                     | true
                    double       | 1d                        | false
                    double       | 0x1p3                     | false
                    double       | ten                       | false
                    boolean      | TRUE                      | true
                    boolean      | yes                       | false
                    date         | 2024-02-29                | true
                    date         | 2023-02-29                | false
                    date         | 29.02.2024                | false
                    time         | 23:59:59.999999           | true
                    time         | 24:00                     | false
                    timestamp    | 2024-02-29 10:00:00       | true
                    timestamp    | 2024-02-29T10:00:00       | true
                    timestamp    | 2024-02-29                | true
                    timestamptz  | 2024-02-29T10:00:00+01:00 | true
                    timestamptz  | 2024-02-29T10:00:00Z      | true
                    timestamptz  | yesterday                 | false
                    uuid         | f79c3e09-677c-4bbd-a479-3f349cb785e7 | true
                    uuid         | f79c3e09                  | false
                    fixed(2)     | 00ff                      | true
                    fixed(2)     | 00                        | false
                    binary       | 0g                        | false
                    string       | anything                  | true
                    """)
    void literalsAreHeldAgainstTheirTypes(String type, String text, boolean valid) {
        assertThat(Literals.isValid(TypeParser.parse(type), text)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"int,9,10,-1", "string,9,10,1", "decimal,1.50,1.5,0", "date,2024-01-01,2023-12-31,1"})
    void literalsCompareAsValuesOfTheirType(String type, String a, String b, int sign) {
        int compared = Literals.compare(parse(type), a, b).orElseThrow();

        assertThat(Integer.signum(compared)).isEqualTo(sign);
    }

    private static ColumnType parse(String type) {
        return TypeParser.parse(type.startsWith("decimal") ? "decimal(4,2)" : type);
    }
}
