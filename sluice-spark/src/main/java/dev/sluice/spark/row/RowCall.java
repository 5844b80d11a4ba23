package dev.sluice.spark.row;

import dev.sluice.spark.expression.Code;
import dev.sluice.spark.expression.OwnExpression;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Hands the columns that a step of the row tier reads to its plug-in. Said to be not deterministic, so that Spark neither
 * evaluates it twice for a row nor leaves it out: plug-ins count.
 */
public final class RowCall extends OwnExpression {
    private final RowStep step;
    private final List<String> names;

    private RowCall(RowStep step, List<String> names, List<Expression> columns) {
        super(columns, step, List.copyOf(names));
        this.step = step;
        this.names = List.copyOf(names);
    }

    @Override
    protected RowCall of(List<Expression> columns) {
        return new RowCall(step, names, columns);
    }

    /** @param names of the columns, as the plug-in knows them */
    public static Column column(RowStep step, List<String> names, List<Column> columns) {
        return ExpressionUtils.column(new RowCall(
                step, names, columns.stream().map(ExpressionUtils::expression).toList()));
    }

    @Override
    public DataType dataType() {
        return step.fields();
    }

    @Override
    public boolean nullable() {
        return true;
    }

    @Override
    public boolean deterministic() {
        return false;
    }

    private StructType reads() {
        StructType reads = new StructType();
        for (int i = 0; i < names.size(); i++) {
            reads = reads.add(names.get(i), operands().get(i).dataType());
        }
        return reads;
    }

    @Override
    public @Nullable Object eval(InternalRow input) {
        Object[] values = operands().stream().map(column -> column.eval(input)).toArray();
        return step.apply(values, reads());
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        String call = context.addReferenceObj("rowStep", step, RowStep.class.getName());
        String reads = context.addReferenceObj("reads", reads(), StructType.class.getName());
        String values = context.freshName("values");
        Code code = new Code();
        code.add("Object[] " + values + " = new Object[" + operands().size() + "];\n");
        for (int i = 0; i < operands().size(); i++) {
            ExprCode column = operands().get(i).genCode(context);
            DataType type = operands().get(i).dataType();
            code.add(column.code()).add("\nif (!").add(column.isNull()).add(") {\n" + values + "[" + i + "] = ");
            if (CodeGenerator.isPrimitiveType(type)) {
                code.add(CodeGenerator.boxedType(type) + ".valueOf(")
                        .add(column.value())
                        .add(");\n}\n");
            } else {
                code.add(column.value()).add(";\n}\n");
            }
        }
        code.add("InternalRow ").add(result.value()).add(" = " + call + ".apply(" + values + ", " + reads + ");\n");
        code.add("boolean ").add(result.isNull()).add(" = ").add(result.value()).add(" == null;\n");
        return result.copy(code.block(), result.isNull(), result.value());
    }

    @Override
    public String prettyName() {
        return "sluice_row";
    }
}
