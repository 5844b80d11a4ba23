package dev.sluice.spark.expression;

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

/**
 * Up to 64 conditions as the bits of a long, the first as the lowest; a bit is set where its condition is true.
 *
 * <p>Each condition becomes a method of its own that takes the values it reads as parameters, and these are read from the
 * row once for all. So whole-stage code stays below the size that HotSpot compiles, however many conditions there are,
 * and none of them pays for a row's way from one operator to the next.
 */
public final class Mask extends OwnConditional {
    Mask(List<Expression> conditions) {
        super(conditions);
    }

    @Override
    protected Mask of(List<Expression> conditions) {
        return new Mask(conditions);
    }

    /**
     * The conditions as a long.
     *
     * @param conditions at most 64; what throws must stand in a {@link Trap}
     */
    public static Column column(List<Column> conditions) {
        if (conditions.size() > Long.SIZE) {
            throw new IllegalArgumentException("Cannot put " + conditions.size() + " conditions into one long");
        }
        return ExpressionUtils.column(
                new Mask(conditions.stream().map(ExpressionUtils::expression).toList()));
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
    public Object eval(InternalRow input) {
        long mask = 0;
        for (int i = 0; i < operands().size(); i++) {
            if (Boolean.TRUE.equals(operand(i).eval(input))) {
                mask |= 1L << i;
            }
        }
        return mask;
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        Code code = new Code();
        OwnMethods methods = OwnMethods.reading(context, operands(), code);
        code.add("long ").add(result.value()).add(" = 0L;\n");
        for (int i = 0; i < operands().size(); i++) {
            String holds = methods.condition(operand(i), code);
            code.add("if (" + holds + ") {\n").add(result.value()).add(" |= " + (1L << i) + "L;\n}\n");
        }
        return result.copy(code.block(), FalseLiteral$.MODULE$, result.value());
    }

    @Override
    public String prettyName() {
        return "sluice_mask";
    }
}
