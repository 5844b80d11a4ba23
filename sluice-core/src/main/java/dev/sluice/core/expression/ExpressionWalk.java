package dev.sluice.core.expression;

import dev.sluice.api.ErrorCode;
import dev.sluice.core.type.DidYouMean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.CurrentLikeContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.DereferenceContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.FunctionCallContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.FunctionNameContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.IdentifierContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.LambdaContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.NamedExpressionContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.PredicateContext;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a parse tree that collects columns, functions and flaws. A node whose class is not on {@link AllowedForms}
 * and has no case here is refused, so that what a later grammar adds is refused too.
 */
final class ExpressionWalk {
    private final String text;
    private final List<ColumnReference> references = new ArrayList<>();
    private final Set<String> functions = new TreeSet<>();
    private final List<ContextCall> context = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();

    private ExpressionWalk(String text) {
        this.text = text;
    }

    static SqlExpression over(String text, SqlBaseParser.SingleExpressionContext tree) {
        ExpressionWalk walk = new ExpressionWalk(text);
        walk.named(tree.namedExpression(), false, Set.of());
        return new SqlExpression(text, walk.references, walk.functions, walk.context, walk.flaws);
    }

    /** @param variables the lambda variables in scope, in lower case */
    private void visit(ParseTree tree, Set<String> variables) {
        if (!(tree instanceof ParserRuleContext node)) {
            return;
        }
        if (AllowedForms.leaf(node)) {
            return;
        }
        if (AllowedForms.branch(node)) {
            children(node, variables);
        } else if (node instanceof NamedExpressionContext named) {
            named(named, true, variables);
        } else if (node instanceof SqlBaseParser.ColumnReferenceContext column) {
            column(column.identifier(), variables);
        } else if (node instanceof DereferenceContext dereference) {
            identifier(dereference.fieldName);
            visit(dereference.base, variables);
        } else if (node instanceof CurrentLikeContext current) {
            currentLike(current, variables);
        } else if (node instanceof FunctionCallContext call) {
            call(call, variables);
        } else if (node instanceof SqlBaseParser.NamedArgumentExpressionContext argument) {
            visit(argument.value, variables);
        } else if (node instanceof LambdaContext lambda) {
            lambda(lambda, variables);
        } else if (node instanceof PredicateContext predicate && predicate.query() == null) {
            children(predicate, variables);
        } else {
            refuse(node);
        }
    }

    private void children(ParserRuleContext node, Set<String> variables) {
        for (int i = 0; i < node.getChildCount(); i++) {
            visit(node.getChild(i), variables);
        }
    }

    private void named(NamedExpressionContext named, boolean mayHaveName, Set<String> variables) {
        if (!mayHaveName && (named.name != null || named.identifierList() != null)) {
            ParserRuleContext alias = named.name != null ? named.name : named.identifierList();
            Span span = Span.of(text, alias);
            flaw(ErrorCode.EXPRESSION_FORM, "an alias is not allowed", span, "the step's own options name the column");
        }
        visit(named.expression(), variables);
    }

    private void column(IdentifierContext identifier, Set<String> variables) {
        String name = identifier(identifier);
        if (!variables.contains(name.toLowerCase(Locale.ROOT))) {
            Span span = Span.of(text, identifier);
            references.add(new ColumnReference(name, span.offset(), span.length()));
        }
    }

    /** Words such as {@code user} are columns to Spark where a column has that name. */
    private void currentLike(CurrentLikeContext current, Set<String> variables) {
        String name = current.name.getText();
        String lower = name.toLowerCase(Locale.ROOT);
        switch (current.name.getType()) {
            case SqlBaseParser.CURRENT_DATE, SqlBaseParser.CURRENT_TIME, SqlBaseParser.CURRENT_TIMESTAMP ->
                functions.add(lower);
            default -> {
                if (!variables.contains(lower)) {
                    Span span = Span.of(text, current);
                    references.add(new ColumnReference(name, span.offset(), span.length()));
                }
            }
        }
    }

    /** The name without backquotes. */
    private String identifier(IdentifierContext identifier) {
        Token token = identifier.getStart();
        String name = token.getText();
        if (token.getType() == SqlBaseParser.BACKQUOTED_IDENTIFIER) {
            return name.substring(1, name.length() - 1).replace("``", "`");
        }
        if (identifier.getStart() != identifier.getStop()) {
            refuse(identifier);
        } else if (!name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'))) {
            flaw(
                    ErrorCode.EXPRESSION_SYNTAX,
                    "the name '%s' has characters that need backquotes".formatted(name),
                    Span.of(text, identifier),
                    "write `%s`".formatted(name));
        }
        return name;
    }

    private void call(FunctionCallContext call, Set<String> variables) {
        FunctionNameContext name = call.functionName();
        if (name.qualifiedName() == null && name.IDENTIFIER_KW() != null
                || name.qualifiedName() != null
                        && name.qualifiedName().identifier().size() > 1) {
            flaw(
                    ErrorCode.FUNCTION_NOT_ALLOWED,
                    "the function '%s' is not one of Spark's own"
                            .formatted(Span.of(text, name).in(text)),
                    Span.of(text, name),
                    null);
        } else {
            String written = name.qualifiedName() == null
                    ? name.getText()
                    : identifier(name.qualifiedName().identifier(0));
            function(written, name);
            ContextFunction.of(written).ifPresent(function -> context(function, call));
        }
        if (call.windowSpec() != null) {
            beyondRow("a window (OVER) looks at more than one row", call.windowSpec());
        } else if (call.WITHIN() != null
                || call.FILTER() != null
                || call.nullsOption != null
                || call.setQuantifier() != null) {
            beyondRow("DISTINCT, FILTER, WITHIN GROUP and IGNORE NULLS are of aggregates", name);
        }
        call.functionArgument().forEach(argument -> children(argument, variables));
    }

    private void context(ContextFunction function, FunctionCallContext call) {
        Span span = Span.of(text, call);
        context.add(new ContextCall(function, span.offset(), span.length()));
        if (!call.functionArgument().isEmpty()) {
            flaw(
                    ErrorCode.EXPRESSION_FORM,
                    "the function '%s' takes no argument".formatted(function.word()),
                    span,
                    null);
        }
    }

    private void function(String written, FunctionNameContext node) {
        String name = written.toLowerCase(Locale.ROOT);
        if (FunctionGroup.allows(name)) {
            functions.add(name);
            return;
        }
        Span span = Span.of(text, node);
        RefusedFunction.of(name)
                .ifPresentOrElse(
                        kind -> flaw(kind.code(), "the function '%s' %s".formatted(name, kind.why()), span, null),
                        () -> flaw(
                                ErrorCode.UNKNOWN_FUNCTION,
                                "unknown function '%s'".formatted(name),
                                span,
                                DidYouMean.hint(name, FunctionGroup.all())));
    }

    private void lambda(LambdaContext lambda, Set<String> variables) {
        Set<String> inner = new HashSet<>(variables);
        lambda.identifier().forEach(variable -> inner.add(identifier(variable).toLowerCase(Locale.ROOT)));
        visit(lambda.expression(), inner);
    }

    private void refuse(ParserRuleContext node) {
        Span span = Span.of(text, node);
        if (AllowedForms.query(node)) {
            flaw(ErrorCode.SUBQUERY_NOT_ALLOWED, "a query is not allowed in an expression", span, null);
        } else if (AllowedForms.aggregate(node)) {
            beyondRow(
                    "'%s' looks at more than one row"
                            .formatted(node.getStart().getText().toLowerCase(Locale.ROOT)),
                    node);
        } else {
            flaw(
                    ErrorCode.EXPRESSION_FORM,
                    "%s is not allowed in an expression".formatted(AllowedForms.describe(node, span.in(text))),
                    span,
                    null);
        }
    }

    private void beyondRow(String message, ParserRuleContext node) {
        flaw(ErrorCode.AGGREGATE_NOT_ALLOWED, message, Span.of(text, node), null);
    }

    private void flaw(ErrorCode code, String message, Span span, @Nullable String hint) {
        flaws.add(new Flaw(code, message, span.offset(), span.length(), hint));
    }
}
