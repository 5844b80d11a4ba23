package dev.sluice.spark.expression;

import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Evaluates an expression that may throw. */
public final class Trap extends OwnConditional {
    /** What is wanted of the expression. */
    public enum Want {
        /** Its value, null where it throws. */
        VALUE,
        /** Whether it throws. */
        FAILS,
        /** What it throws, null where it does not. */
        TEXT
    }

    private static final int MAX_TEXT = 500;

    private final Want want;

    public Trap(Expression child, Want want) {
        super(List.of(child), want);
        this.want = want;
    }

    @Override
    protected Trap of(List<Expression> children) {
        return new Trap(children.get(0), want);
    }

    static Column column(Column expression, Want want) {
        return ExpressionUtils.column(new Trap(ExpressionUtils.expression(expression), want));
    }

    @Override
    public DataType dataType() {
        return switch (want) {
            case VALUE -> operand(0).dataType();
            case FAILS -> DataTypes.BooleanType;
            case TEXT -> DataTypes.StringType;
        };
    }

    @Override
    public boolean nullable() {
        return want != Want.FAILS;
    }

    @Override
    public @Nullable Object eval(InternalRow input) {
        try {
            Object value = operand(0).eval(input);
            return switch (want) {
                case VALUE -> value;
                case FAILS -> false;
                case TEXT -> null;
            };
        } catch (Exception | StackOverflowError e) {
            return switch (want) {
                case VALUE -> null;
                case FAILS -> true;
                case TEXT -> text(e);
            };
        }
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        ExprCode inner = operand(0).genCode(context);
        String java = CodeGenerator.javaType(dataType());
        Code code = new Code()
                .add("boolean ")
                .add(result.isNull())
                .add(" = " + (want != Want.FAILS) + ";\n" + java + " ")
                .add(result.value())
                .add(" = " + CodeGenerator.defaultValue(dataType(), false) + ";\ntry {\n")
                .add(inner.code());
        if (want == Want.VALUE) {
            code.add("\n").add(result.isNull()).add(" = ").add(inner.isNull()).add(";\n");
            code.add(result.value()).add(" = ").add(inner.value()).add(";");
        }
        for (String thrown : List.of("java.lang.Exception", "java.lang.StackOverflowError")) {
            String e = context.freshName("e");
            code.add("\n} catch (" + thrown + " " + e + ") {\n").add(result.isNull());
            code.add(" = " + (want == Want.VALUE) + ";\n");
            if (want == Want.FAILS) {
                code.add(result.value()).add(" = true;");
            } else if (want == Want.TEXT) {
                code.add(result.value()).add(" = " + Trap.class.getName() + ".text(" + e + ");");
            }
        }
        return result.copy(code.add("\n}\n").block(), result.isNull(), result.value());
    }

    /** One line without Spark's advice: it speaks of settings that a pipeline's author cannot change. */
    public static UTF8String text(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof SparkThrowable spark && spark.getCondition() != null) {
            message = message.replaceFirst("^\\[[A-Z0-9_.]+]\\s*", "");
            int advice = message.indexOf(". ");
            message = spark.getCondition() + ": " + (advice < 0 ? message : message.substring(0, advice));
        } else {
            message = thrown.getClass().getSimpleName() + ": " + message;
        }
        String line = message.lines().findFirst().orElse("").strip();
        return UTF8String.fromString(line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…");
    }

    @Override
    public String prettyName() {
        return "sluice_trap";
    }
}
