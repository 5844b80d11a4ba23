package dev.sluice.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spark.LocalSpark;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WholeKeysTest {
    private static final long SEED = 20_261_122;

    @Test
    void knowsTheKeysThatItWasGivenAndNoOthers() throws Exception {
        Set<Long> keys = Stream.of(
                        LongStream.range(-500, 500).boxed(),
                        LongStream.of(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1)
                                .boxed(),
                        LongStream.range(0, 500).map(i -> i << 40).boxed(),
                        new Random(SEED).longs(5_000).boxed())
                .flatMap(all -> all)
                .collect(Collectors.toSet());

        WholeKeys known = WholeKeys.of(rows(List.copyOf(keys)), "value", keys.size());

        assertThat(keys).allMatch(key -> known.apply(key) == 1);
        assertThat(LongStream.concat(LongStream.range(500, 20_000), new Random(SEED + 1).longs(20_000)))
                .filteredOn(key -> !keys.contains(key))
                .allMatch(key -> known.apply(key) == 0);
    }

    /** Keys that differ in their upper bits only must not meet in one place: each search would then pass all of them. */
    @Test
    @Timeout(60)
    void findsKeysThatDifferInTheirUpperBitsOnly() throws Exception {
        List<Long> keys = LongStream.range(1, 60_000).map(i -> i << 47).boxed().toList();

        WholeKeys known = WholeKeys.of(rows(keys), "value", keys.size());

        for (int round = 0; round < 20; round++) {
            assertThat(keys.stream().filter(key -> known.apply(key) == 1).count())
                    .isEqualTo(keys.size());
        }
    }

    @Test
    void doesNotKnowZeroUnlessItWasGiven() throws Exception {
        WholeKeys known = WholeKeys.of(rows(List.of(7L)), "value", 1);

        assertThat(known.apply(0)).isZero();
        assertThat(known.apply(7)).isOne();
    }

    @Test
    void knowsNothingWhereThereIsNothing() throws Exception {
        WholeKeys known = WholeKeys.of(rows(List.of()), "value", 0);

        assertThat(LongStream.range(-10, 10)).allMatch(key -> known.apply(key) == 0);
    }

    /** A search in a full array would not end. */
    @Test
    void refusesOtherKeysThanWereCounted() throws Exception {
        Dataset<Row> keys = rows(LongStream.range(1, 100).boxed().toList());

        assertThatThrownBy(() -> WholeKeys.of(keys, "value", 100)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> WholeKeys.of(keys, "value", 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("other than the 3 keys");
    }

    private static Dataset<Row> rows(List<Long> keys) throws Exception {
        return LocalSpark.session().createDataset(keys, Encoders.LONG()).toDF();
    }
}
