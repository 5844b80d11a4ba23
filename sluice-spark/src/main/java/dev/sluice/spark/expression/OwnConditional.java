package dev.sluice.spark.expression;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An expression none of whose operands is always evaluated, so that Spark neither moves a part of them out of it nor gives
 * up when it folds a constant that throws.
 */
abstract class OwnConditional extends OwnExpression implements ConditionalExpression {
    OwnConditional(List<? extends Expression> operands, Object... terms) {
        super(operands, terms);
    }

    @Override
    public final Seq<Expression> alwaysEvaluatedInputs() {
        return none();
    }

    @Override
    public final ConditionalExpression withNewAlwaysEvaluatedInputs(Seq<Expression> inputs) {
        return this;
    }

    @Override
    public final Seq<Seq<Expression>> branchGroups() {
        return none();
    }

    private static <T> Seq<T> none() {
        return CollectionConverters.asScala(List.<T>of()).toSeq();
    }
}
