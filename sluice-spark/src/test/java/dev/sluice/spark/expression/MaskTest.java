package dev.sluice.spark.expression;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeProjection;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class MaskTest {
    private static final StructType SCHEMA = new StructType()
            .add("text", DataTypes.StringType)
            .add("number", DataTypes.LongType)
            .add("flag", DataTypes.BooleanType, false)
            .add("list", DataTypes.createArrayType(DataTypes.LongType));

    @Test
    void a_bit_is_set_where_its_condition_is_true_and_not_where_it_is_null() {
        Column mask = Mask.column(List.of(
                col("text").isNull(),
                col("number").gt(lit(5L)),
                col("flag"),
                upper(col("text")).equalTo("A").and(col("number").gt(lit(0L))),
                lit(true)));

        assertThat(longs(
                        mask,
                        RowFactory.create(null, 7L, true, null),
                        RowFactory.create("a", 1L, false, null),
                        RowFactory.create("a", null, false, null)))
                .containsExactly(0b10111L, 0b11000L, 0b10000L);
    }

    @Test
    void the_last_of_64_conditions_has_the_highest_bit() {
        List<Column> conditions = IntStream.range(0, 64)
                .mapToObj(i -> col("number").equalTo(lit((long) i)))
                .toList();

        assertThat(longs(
                        Mask.column(conditions),
                        RowFactory.create("", 0L, true, null),
                        RowFactory.create("", 63L, true, null)))
                .containsExactly(1L, Long.MIN_VALUE);
        assertThatThrownBy(() -> Mask.column(Collections.nCopies(65, lit(true))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_condition_may_read_more_columns_than_a_method_has_parameters() {
        StructType wide = new StructType();
        Object[] cells = new Object[150];
        for (int i = 0; i < cells.length; i++) {
            wide = wide.add("c" + i, DataTypes.LongType);
            cells[i] = i == 149 ? null : (Object) (long) i;
        }
        Column sum = Stream.of(wide.fieldNames())
                .map(functions::col)
                .map(column -> functions.coalesce(column, lit(1L)))
                .reduce(Column::plus)
                .orElseThrow();

        assertThat(Evaluation.rows(
                                List.of(RowFactory.create(cells)),
                                wide,
                                List.of(Mask.column(List.of(
                                        sum.equalTo(148L * 149 / 2 + 1),
                                        col("c149").isNull(),
                                        sum.isNull()))))
                        .get(0)
                        .getLong(0))
                .isEqualTo(0b011L);
    }

    @Test
    void many_conditions_that_read_many_columns_are_compiled() {
        List<Expression> cells = IntStream.range(0, 150)
                .mapToObj(i -> (Expression) new BoundReference(i, DataTypes.LongType, true))
                .toList();
        Expression any =
                new IsNotNull(new Coalesce(CollectionConverters.asScala(cells).toSeq()));
        List<Expression> mask = List.of(new Mask(Collections.nCopies(64, any)));
        Object[] row = new Object[150];
        row[149] = 7L;

        UnsafeProjection compiled = GenerateUnsafeProjection.generate(
                CollectionConverters.asScala(mask).toSeq(), false);

        assertThat(compiled.apply(new GenericInternalRow(row)).getLong(0)).isEqualTo(-1L);
        assertThat(compiled.apply(new GenericInternalRow(150)).getLong(0)).isZero();
    }

    @Test
    void a_condition_may_hold_a_trap_or_what_spark_interprets() {
        Column number = col("text").cast("long");
        Column mask = Mask.column(List.of(
                Trap.column(number, Trap.Want.FAILS),
                Trap.column(number, Trap.Want.VALUE).gt(lit(5L)),
                exists(col("list"), element -> element.gt(col("number")))));

        assertThat(longs(
                        mask,
                        RowFactory.create("x", 2L, true, List.of(1L, 3L)),
                        RowFactory.create("7", 3L, true, List.of(1L, 3L))))
                .containsExactly(0b101L, 0b010L);
    }

    @Test
    void values_that_other_columns_share_with_a_condition_are_made_for_each() {
        Column shared = upper(functions.concat(col("text"), col("text")));

        assertThat(Evaluation.rows(
                        List.of(RowFactory.create("ab", 1L, true, null)),
                        SCHEMA,
                        List.of(shared, functions.length(shared), Mask.column(List.of(shared.equalTo("ABAB"))))))
                .containsExactly(RowFactory.create("ABAB", 4, 1L));
    }

    @Test
    void what_is_made_aside_is_the_same_as_what_is_made_in_place() {
        Column made = struct(
                col("text"),
                col("number").plus(lit(1L)).as("next"),
                col("flag"),
                col("list"),
                upper(col("text")).as("u"));

        assertThat(Evaluation.rows(
                        List.of(
                                RowFactory.create("a", null, true, List.of(1L)),
                                RowFactory.create(null, 1L, false, null)),
                        SCHEMA,
                        List.of(
                                when(col("flag"), Aside.column(made)).eqNullSafe(when(col("flag"), made)),
                                Aside.column(col("number").plus(lit(1L))),
                                Aside.column(made).getField("u"))))
                .containsExactly(RowFactory.create(true, null, "A"), RowFactory.create(true, 2L, null));
    }

    private static List<Long> longs(Column mask, Row... rows) {
        return Evaluation.rows(List.of(rows), SCHEMA, List.of(mask)).stream()
                .map(row -> row.getLong(0))
                .toList();
    }
}
