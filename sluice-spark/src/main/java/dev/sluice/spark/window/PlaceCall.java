package dev.sluice.spark.window;

import dev.sluice.spark.expression.Code;
import dev.sluice.spark.expression.OwnExpression;
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

/** Places a row, by its file and its event time; the result is a {@link PlaceCode}, never null. */
public final class PlaceCall extends OwnExpression {
    private final PlaceMemo places;

    private PlaceCall(Expression uri, Expression time, PlaceMemo places) {
        super(List.of(uri, time), places);
        this.places = places;
    }

    @Override
    protected PlaceCall of(List<Expression> children) {
        return new PlaceCall(children.get(0), children.get(1), places);
    }

    private Expression uri() {
        return operand(0);
    }

    private Expression time() {
        return operand(1);
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
    public @Nullable Object eval(InternalRow input) {
        UTF8String file = (UTF8String) uri().eval(input);
        Object value = time().eval(input);
        return value == null
                ? places.none(file)
                : places.at(file, ((Number) value).longValue(), EventClock.of(time().dataType()));
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        ExprCode file = uri().genCode(context);
        ExprCode value = time().genCode(context);
        String self = context.addReferenceObj("places", places, PlaceMemo.class.getCanonicalName());
        String clock = EventClock.class.getCanonicalName() + "."
                + EventClock.of(time().dataType()).name();
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
    public String prettyName() {
        return "sluice_place";
    }
}
