package dev.sluice.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeUnionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int|int|int",
                "tinyint|bigint|bigint",
                "float|double|double",
                "int|double|double",
                "bigint|double|string",
                "int|decimal(4,2)|decimal(12,2)",
                "decimal(38,0)|decimal(4,2)|string",
                "date|timestamp|string",
                "string|int|string",
                "array<int>|array<int>|array<int>",
                "array<int>|array<bigint>|string"
            })
    void filesMeetInATypeThatHoldsEveryValueExactly(String left, String right, String both) {
        assertThat(TypeUnion.of(DataType.fromDDL(left), DataType.fromDDL(right)))
                .isEqualTo(DataType.fromDDL(both));
        assertThat(TypeUnion.of(DataType.fromDDL(right), DataType.fromDDL(left)))
                .isEqualTo(DataType.fromDDL(both));
    }
}
