package dev.sluice.spark.expression;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An expression that few rows need, evaluated in a method of its own from a row of what it reads. That costs such a row
 * more, and keeps the whole-stage code that every row runs through small. Conditional, for the same reason as
 * {@link Trap}.
 */
public final class Aside extends Expression implements ConditionalExpression, Serializable {
    private final Expression child;

    /** For Spark, which makes copies by public constructors. */
    public Aside(Expression child) {
        this.child = child;
    }

    public static Column column(Column expression) {
        return ExpressionUtils.column(new Aside(ExpressionUtils.expression(expression)));
    }

    @Override
    public DataType dataType() {
        return child.dataType();
    }

    @Override
    public boolean nullable() {
        return child.nullable();
    }

    @Override
    public boolean foldable() {
        return false;
    }

    @Override
    public @Nullable Object eval(InternalRow input) {
        return child.eval(input);
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        Code code = new Code();
        OwnMethods methods = OwnMethods.reading(context, List.of(child), code);
        String java = CodeGenerator.javaType(dataType());
        String boxed = CodeGenerator.boxedType(dataType());
        String value = context.freshName("boxed");
        code.add(boxed + " " + value + " = " + methods.ofRow(child, code) + ";\nboolean ")
                .add(result.isNull())
                .add(" = " + value + " == null;\n" + java + " ")
                .add(result.value())
                .add(" = ")
                .add(result.isNull())
                .add(" ? " + CodeGenerator.defaultValue(dataType(), true) + " : " + value + ";\n");
        return result.copy(code.block(), result.isNull(), result.value());
    }

    @Override
    public Seq<Expression> alwaysEvaluatedInputs() {
        return none();
    }

    @Override
    public ConditionalExpression withNewAlwaysEvaluatedInputs(Seq<Expression> inputs) {
        return this;
    }

    @Override
    public Seq<Seq<Expression>> branchGroups() {
        return none();
    }

    private static <T> Seq<T> none() {
        return CollectionConverters.asScala(List.<T>of()).toSeq();
    }

    @Override
    public Seq<Expression> children() {
        return CollectionConverters.asScala(List.of(child)).toSeq();
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return new Aside(children.apply(0));
    }

    @Override
    public String prettyName() {
        return "sluice_aside";
    }

    @Override
    public int productArity() {
        return 1;
    }

    @Override
    public Object productElement(int index) {
        return child;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof Aside;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Aside aside && child.equals(aside.child);
    }

    @Override
    public int hashCode() {
        return child.hashCode();
    }
}
