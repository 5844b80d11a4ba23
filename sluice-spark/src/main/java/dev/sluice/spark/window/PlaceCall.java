package dev.sluice.spark.window;

import dev.sluice.spark.expression.Code;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.FalseLiteral$;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Places a row, by its file and its event time; the result is a {@link PlaceCode}, never null. */
public final class PlaceCall extends Expression implements Serializable {
    private final Expression uri;
    private final Expression time;
    private final PlaceMemo places;

    /** For Spark, which makes copies by public constructors. */
    public PlaceCall(Expression uri, Expression time, PlaceMemo places) {
        this.uri = uri;
        this.time = time;
        this.places = places;
    }

    /**
     * The place of each row.
     *
     * @param uri of its file, never null
     * @param time a timestamp with or without zone, or a date; null for a row without an event time
     */
    public static Column column(Column uri, Column time, RowPlaces places) {
        return ExpressionUtils.column(new PlaceCall(
                ExpressionUtils.expression(uri), ExpressionUtils.expression(time), new PlaceMemo(places)));
    }

    @Override
    public DataType dataType() {
        return DataTypes.LongType;
    }

    @Override
    public boolean nullable() {
        return false;
    }

    @Override
    public boolean foldable() {
        return false;
    }

    @Override
    public @Nullable Object eval(InternalRow input) {
        UTF8String file = (UTF8String) uri.eval(input);
        Object value = time.eval(input);
        return value == null
                ? places.none(file)
                : places.at(file, ((Number) value).longValue(), EventClock.of(time.dataType()));
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        ExprCode file = uri.genCode(context);
        ExprCode value = time.genCode(context);
        String self = context.addReferenceObj("places", places, PlaceMemo.class.getCanonicalName());
        String clock = EventClock.class.getCanonicalName() + "."
                + EventClock.of(time.dataType()).name();
        Code code = new Code()
                .add(file.code())
                .add("\n")
                .add(value.code())
                .add("\nlong ")
                .add(result.value())
                .add(" = ")
                .add(value.isNull())
                .add(" ? " + self + ".none(")
                .add(file.value())
                .add(") : " + self + ".at(")
                .add(file.value())
                .add(", (long) ")
                .add(value.value())
                .add(", " + clock + ");\n");
        return result.copy(code.block(), FalseLiteral$.MODULE$, result.value());
    }

    @Override
    public Seq<Expression> children() {
        return CollectionConverters.asScala(List.of(uri, time)).toSeq();
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return new PlaceCall(children.apply(0), children.apply(1), places);
    }

    @Override
    public String prettyName() {
        return "sluice_place";
    }

    @Override
    public int productArity() {
        return 3;
    }

    @Override
    public Object productElement(int index) {
        return switch (index) {
            case 0 -> uri;
            case 1 -> time;
            case 2 -> places;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PlaceCall;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlaceCall call
                && uri.equals(call.uri)
                && time.equals(call.time)
                && places == call.places;
    }

    @Override
    public int hashCode() {
        return 31 * uri.hashCode() + time.hashCode();
    }
}
