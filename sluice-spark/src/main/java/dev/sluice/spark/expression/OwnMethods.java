package dev.sluice.spark.expression;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Generates methods for expressions, to which the values that they read are given as parameters. */
final class OwnMethods {
    /** What the JVM allows, the object's own among them. */
    private static final int PARAMETER_SLOTS = 255;

    private final CodegenContext context;
    /** What the expressions read, by ordinal in the row: the variable that has it at the place of the calls. */
    private final Map<Integer, ExprCode> values;
    /** All of these as a row, for the conditions that read more than a method can be given. */
    private @Nullable MadeRow whole;

    /** @param places of what it holds, by ordinal in the row that was read */
    private record MadeRow(String variable, Map<Integer, Integer> places) {}

    private OwnMethods(CodegenContext context, Map<Integer, ExprCode> values) {
        this.context = context;
        this.values = values;
    }

    /** Adds to the code what reads all that the expressions read, once. */
    static OwnMethods reading(CodegenContext context, Collection<Expression> expressions, Code code) {
        Map<Integer, ExprCode> values = new TreeMap<>();
        expressions.forEach(expression -> references(expression)
                .forEach((ordinal, reference) -> values.computeIfAbsent(ordinal, any -> reference.genCode(context))));
        values.values().forEach(value -> code.add(value.code()).add("\n"));
        return new OwnMethods(context, values);
    }

    /**
     * A call that is true where the condition is, not where it is null.
     *
     * @param code where the call is to stand, for what must stand before it
     */
    String condition(Expression condition, Code code) {
        Map<Integer, BoundReference> reads = references(condition);
        List<String> parameters = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        List<@Nullable ExprCode> variables = new ArrayList<>();
        int slots = 1;
        // Expressions that Spark does not compile read the row itself; it has none within whole-stage code.
        String row = context.currentVars() == null ? context.INPUT_ROW() : null;
        if (row != null) {
            parameters.add("InternalRow " + row);
            arguments.add(row);
            slots++;
        }
        for (BoundReference read : reads.values()) {
            ExprCode given = requireNonNull(values.get(read.ordinal()));
            String java = CodeGenerator.javaType(read.dataType());
            String name = context.freshName("value");
            String isNull = context.freshName("isNull");
            parameters.add("boolean " + isNull);
            parameters.add(java + " " + name);
            arguments.add(given.isNull().toString());
            arguments.add(given.value().toString());
            while (variables.size() < read.ordinal()) {
                variables.add(null);
            }
            ExprCode variable = ExprCode.forNonNullValue(JavaCode.variable(name, read.dataType()));
            variable.isNull_$eq(JavaCode.isNullVariable(isNull));
            variables.add(variable);
            slots += java.equals("long") || java.equals("double") ? 3 : 2;
        }
        if (slots > PARAMETER_SLOTS) {
            MadeRow all = whole == null ? made(values.keySet(), code) : whole;
            whole = all;
            return "Boolean.TRUE.equals(" + call(condition, all) + ")";
        }
        ExprCode inner = within(row, CollectionConverters.asScala(variables).toSeq(), () -> condition.genCode(context));
        String name = context.freshName("condition");
        String body = "private boolean %s(%s) {\n%s\nreturn !%s && %s;\n}"
                .formatted(name, String.join(", ", parameters), inner.code(), inner.isNull(), inner.value());
        return context.addNewFunction(name, body, false) + "(" + String.join(", ", arguments) + ")";
    }

    /** A call that gives the expression's value, boxed or null; adds to the code what makes the row that it reads. */
    String ofRow(Expression expression, Code code) {
        return call(expression, made(references(expression).keySet(), code));
    }

    private MadeRow made(Set<Integer> ordinals, Code code) {
        Map<Integer, Integer> places = new TreeMap<>();
        String array = context.freshName("read");
        code.add("Object[] " + array + " = new Object[" + ordinals.size() + "];\n");
        for (int ordinal : ordinals) {
            int place = places.size();
            places.put(ordinal, place);
            ExprCode given = requireNonNull(values.get(ordinal));
            code.add("if (!").add(given.isNull()).add(") {\n" + array + "[" + place + "] = ");
            code.add(given.value()).add(";\n}\n");
        }
        String row = context.freshName("made");
        code.add("InternalRow " + row + " = new " + GenericInternalRow.class.getName() + "(" + array + ");\n");
        return new MadeRow(row, places);
    }

    private String call(Expression expression, MadeRow made) {
        String row = context.freshName("row");
        ExprCode inner =
                within(row, null, () -> renumbered(expression, made.places()).genCode(context));
        String name = context.freshName("aside");
        String body = "private %s %s(InternalRow %s) {\n%s\nreturn %s ? null : %s;\n}"
                .formatted(
                        CodeGenerator.boxedType(expression.dataType()),
                        name,
                        row,
                        inner.code(),
                        inner.isNull(),
                        inner.value());
        return context.addNewFunction(name, body, false) + "(" + made.variable() + ")";
    }

    private static Expression renumbered(Expression expression, Map<Integer, Integer> places) {
        if (expression instanceof BoundReference reference) {
            return new BoundReference(
                    requireNonNull(places.get(reference.ordinal())), reference.dataType(), reference.nullable());
        }
        List<Expression> children = CollectionConverters.asJava(expression.children()).stream()
                .map(child -> renumbered(child, places))
                .toList();
        return children.isEmpty()
                ? expression
                : (Expression) expression.withNewChildren(
                        CollectionConverters.asScala(children).toSeq());
    }

    /** Generates for another row or other variables, and without what is known outside of the method. */
    private ExprCode within(@Nullable String row, @Nullable Seq<ExprCode> variables, Supplier<ExprCode> generate) {
        String outerRow = context.INPUT_ROW();
        Seq<ExprCode> outerVariables = context.currentVars();
        context.INPUT_ROW_$eq(row);
        context.currentVars_$eq(variables);
        try {
            return context.withSubExprEliminationExprs(
                            scala.collection.immutable.Map$.MODULE$.empty(),
                            () -> CollectionConverters.asScala(List.of(generate.get()))
                                    .toSeq())
                    .head();
        } finally {
            context.INPUT_ROW_$eq(outerRow);
            context.currentVars_$eq(outerVariables);
        }
    }

    private static Map<Integer, BoundReference> references(Expression expression) {
        Map<Integer, BoundReference> references = new TreeMap<>();
        collect(expression, references);
        return references;
    }

    private static void collect(Expression expression, Map<Integer, BoundReference> into) {
        if (expression instanceof BoundReference reference) {
            into.put(reference.ordinal(), reference);
        }
        CollectionConverters.asJava(expression.children()).forEach(child -> collect(child, into));
    }
}
