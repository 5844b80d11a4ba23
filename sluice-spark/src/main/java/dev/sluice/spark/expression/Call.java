package dev.sluice.spark.expression;

import static dev.sluice.spark.expression.ValueFunction.NONE;

import dev.sluice.spark.expression.ValueFunction.LongToLong;
import dev.sluice.spark.expression.ValueFunction.ToDouble;
import dev.sluice.spark.expression.ValueFunction.ToLong;
import dev.sluice.spark.expression.ValueFunction.ToObject;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Applies a {@link ValueFunction} to each value of a column; null gives null. Compiled, without boxing. */
public final class Call extends OwnExpression {
    private final ValueFunction function;
    private final DataType type;

    private Call(Expression child, ValueFunction function, DataType type) {
        super(List.of(child), function, type);
        this.function = function;
        this.type = type;
    }

    @Override
    protected Call of(List<Expression> children) {
        return new Call(children.get(0), function, type);
    }

    /** A function of texts takes other values as the texts that SQL casts them to. */
    public static Column column(Column argument, ValueFunction function, DataType type) {
        Column taken = function instanceof LongToLong ? argument : argument.cast(DataTypes.StringType);
        return ExpressionUtils.column(new Call(ExpressionUtils.expression(taken), function, type));
    }

    @Override
    public DataType dataType() {
        return type;
    }

    @Override
    public boolean nullable() {
        return true;
    }

    @Override
    public boolean nullIntolerant() {
        return true;
    }

    @Override
    public TypeCheckResult checkInputDataTypes() {
        if (function instanceof LongToLong || operand(0).dataType() instanceof StringType) {
            return super.checkInputDataTypes();
        }
        return new TypeCheckResult.TypeCheckFailure("%s takes a string, not %s"
                .formatted(function, operand(0).dataType().sql()));
    }

    @Override
    public @Nullable Object eval(InternalRow input) {
        Object value = operand(0).eval(input);
        if (value == null) {
            return null;
        }
        return function instanceof LongToLong longs
                ? (Object) longs.apply((Long) value)
                : value(function, type, (UTF8String) value);
    }

    /** What a function of texts makes of one, in Catalyst's form of the type. */
    static @Nullable Object value(ValueFunction function, DataType type, UTF8String text) {
        if (function instanceof ToLong toLong) {
            long result = toLong.apply(text, NONE);
            boolean none = result == NONE && !(toLong.fullRange() && toLong.apply(text, Long.MAX_VALUE) == NONE);
            return none ? null : box(result, type);
        }
        if (function instanceof ToDouble toDouble) {
            double result = toDouble.apply(text, Double.NaN);
            if (Double.isNaN(result) && !Double.isNaN(toDouble.apply(text, 0))) {
                return null;
            }
            return type instanceof FloatType ? (Object) (float) result : (Object) result;
        }
        return ((ToObject) function).apply(text);
    }

    private static Object box(long value, DataType type) {
        if (type instanceof BooleanType) {
            return value != 0;
        }
        return type instanceof IntegerType || type instanceof DateType ? (Object) (int) value : (Object) value;
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        ExprCode argument = operand(0).genCode(context);
        String java = CodeGenerator.javaType(type);
        String raw = context.freshName("raw");
        Code code = new Code()
                .add(argument.code())
                .add("\nboolean ")
                .add(result.isNull())
                .add(" = true;\n" + java + " ")
                .add(result.value())
                .add(" = " + CodeGenerator.defaultValue(type, false) + ";\nif (!")
                .add(argument.isNull())
                .add(") {\n");
        call(code, raw, argument, result, context);
        return result.copy(code.add("\n}\n").block(), result.isNull(), result.value());
    }

    /** Computes {@code raw}, tells whether it is null, and turns it into the value. */
    private void call(Code code, String raw, ExprCode argument, ExprCode result, CodegenContext context) {
        Class<?> kind = kind();
        String self = context.addReferenceObj("function", function, kind.getCanonicalName());
        String none = "java.lang.Long.MIN_VALUE";
        String again = kind == ToDouble.class ? ", 0.0)" : ", java.lang.Long.MAX_VALUE)";
        code.add(javaOf(kind) + " " + raw + " = " + self + ".apply(").add(argument.value());
        if (kind == ToLong.class) {
            code.add(", " + none + ");\n");
        } else {
            code.add(kind == ToDouble.class ? ", java.lang.Double.NaN);\n" : ");\n");
        }
        code.add(result.isNull()).add(" = ");
        if (kind == ToLong.class) {
            code.add(raw + " == " + none);
            if (((ToLong) function).fullRange()) {
                code.add(" && " + self + ".apply(").add(argument.value()).add(again + " != " + none);
            }
        } else if (kind == ToDouble.class) {
            code.add("java.lang.Double.isNaN(" + raw + ") && !java.lang.Double.isNaN(" + self + ".apply(")
                    .add(argument.value())
                    .add(again + ")");
        } else {
            code.add(kind == ToObject.class ? raw + " == null" : "false");
        }
        code.add(";\nif (!").add(result.isNull()).add(") {\n").add(result.value());
        String cast = kind == ToObject.class ? CodeGenerator.boxedType(type) : CodeGenerator.javaType(type);
        code.add(type instanceof BooleanType ? " = " + raw + " != 0L;\n}" : " = (" + cast + ") " + raw + ";\n}");
    }

    private Class<?> kind() {
        if (function instanceof ToLong) {
            return ToLong.class;
        }
        if (function instanceof ToDouble) {
            return ToDouble.class;
        }
        return function instanceof LongToLong ? LongToLong.class : ToObject.class;
    }

    private static String javaOf(Class<?> kind) {
        return kind == ToObject.class ? "java.lang.Object" : kind == ToDouble.class ? "double" : "long";
    }

    @Override
    public String prettyName() {
        return "sluice_" + function.getClass().getSimpleName();
    }
}
