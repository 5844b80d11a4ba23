package dev.sluice.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkRowsTest {
    private final SparkSession spark = SparkSession.builder()
            .master("local[2]")
            .appName("rows")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();

    @Test
    void noMoreRowsComeThanTheLimitHoweverTheyAreTaken() {
        assertThat(ids(SparkRows.first(spark.range(20_000).toDF(), 3))).containsExactly(0L, 1L, 2L);
        assertThat(ids(SparkRows.first(spark.range(20_000).toDF(), 10_001))).hasSize(10_001);
        assertThat(ids(SparkRows.first(
                        spark.sql("SELECT id FROM range(20000) ORDER BY id DESC OFFSET 1"), Integer.MAX_VALUE + 1L)))
                .hasSize(19_999)
                .startsWith(19_998L);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, Long.MAX_VALUE})
    void divisionByZeroIsAnErrorOfTheQuery(long limit) {
        SluiceException thrown = catchThrowableOfType(
                SluiceException.class,
                () -> ids(SparkRows.first(spark.sql("SELECT 1 DIV (id - id) FROM range(3)"), limit)));

        assertThat(thrown.code()).isEqualTo(ErrorCode.QUERY_INVALID);
        assertThat(thrown.problems().get(0).message())
                .contains("Division by zero")
                .doesNotContain("\n");
    }

    private static List<@Nullable Object> ids(ResultRows result) {
        List<@Nullable Object> ids = new ArrayList<>();
        result.rows().forEachRemaining(row -> ids.add(row.get(0)));
        return ids;
    }
}
