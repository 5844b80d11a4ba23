package dev.sluice.spark.expression;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * An expression that few rows need, evaluated in a method of its own from a row of what it reads. That costs such a row
 * more, and keeps the whole-stage code that every row runs through small.
 */
public final class Aside extends OwnConditional {
    private Aside(Expression child) {
        super(List.of(child));
    }

    @Override
    protected Aside of(List<Expression> children) {
        return new Aside(children.get(0));
    }

    public static Column column(Column expression) {
        return ExpressionUtils.column(new Aside(ExpressionUtils.expression(expression)));
    }

    @Override
    public DataType dataType() {
        return operand(0).dataType();
    }

    @Override
    public boolean nullable() {
        return operand(0).nullable();
    }

    @Override
    public @Nullable Object eval(InternalRow input) {
        return operand(0).eval(input);
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        Code code = new Code();
        OwnMethods methods = OwnMethods.reading(context, operands(), code);
        String java = CodeGenerator.javaType(dataType());
        String boxed = CodeGenerator.boxedType(dataType());
        String value = context.freshName("boxed");
        code.add(boxed + " " + value + " = " + methods.ofRow(operand(0), code) + ";\nboolean ")
                .add(result.isNull())
                .add(" = " + value + " == null;\n" + java + " ")
                .add(result.value())
                .add(" = ")
                .add(result.isNull())
                .add(" ? " + CodeGenerator.defaultValue(dataType(), true) + " : " + value + ";\n");
        return result.copy(code.block(), result.isNull(), result.value());
    }

    @Override
    public String prettyName() {
        return "sluice_aside";
    }
}
