package dev.sluice.spark.expression;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What Catalyst asks of every expression, and Scala's case classes have by themselves: two of one class are equal if their
 * operands and terms are.
 */
public abstract class OwnExpression extends Expression implements Serializable {
    private final List<Expression> operands;
    private final List<Object> terms;

    /** @param terms what else it is made of; each has equality, which may be that of the object */
    protected OwnExpression(List<? extends Expression> operands, Object... terms) {
        this.operands = List.copyOf(operands);
        this.terms = Arrays.asList(terms.clone());
    }

    /** The same of other operands, as many. */
    protected abstract OwnExpression of(List<Expression> operands);

    protected final List<Expression> operands() {
        return operands;
    }

    protected final Expression operand(int index) {
        return operands.get(index);
    }

    @Override
    public final Seq<Expression> children() {
        return CollectionConverters.asScala(operands).toSeq();
    }

    @Override
    public final Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return of(List.copyOf(CollectionConverters.asJava(children)));
    }

    @Override
    public final int productArity() {
        return operands.size() + terms.size();
    }

    @Override
    public final Object productElement(int index) {
        return index < operands.size() ? operands.get(index) : terms.get(index - operands.size());
    }

    @Override
    public final boolean canEqual(Object other) {
        return getClass().isInstance(other);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof OwnExpression own
                && getClass() == own.getClass()
                && operands.equals(own.operands)
                && terms.equals(own.terms);
    }

    @Override
    public final int hashCode() {
        return 31 * operands.hashCode() + terms.hashCode();
    }
}
