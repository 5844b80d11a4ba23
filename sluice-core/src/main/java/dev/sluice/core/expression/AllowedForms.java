package dev.sluice.core.expression;

import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.LiteralTypeContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.PrimitiveTypeContext;

/** Which rules of Spark's grammar an expression may use. Whatever is not named here or in {@link ExpressionWalk} is refused. */
final class AllowedForms {
    /** Rules whose children are looked at, and that mean nothing of their own. */
    private static final Set<Class<?>> BRANCHES = Set.of(
            SqlBaseParser.ExpressionContext.class,
            // Logic and comparison
            SqlBaseParser.PredicatedContext.class,
            SqlBaseParser.LogicalNotContext.class,
            SqlBaseParser.LogicalBinaryContext.class,
            SqlBaseParser.ComparisonContext.class,
            // Arithmetic
            SqlBaseParser.ValueExpressionDefaultContext.class,
            SqlBaseParser.ArithmeticBinaryContext.class,
            SqlBaseParser.ArithmeticUnaryContext.class,
            SqlBaseParser.ShiftExpressionContext.class,
            // Special forms
            SqlBaseParser.SearchedCaseContext.class,
            SqlBaseParser.SimpleCaseContext.class,
            SqlBaseParser.WhenClauseContext.class,
            SqlBaseParser.ParenthesizedExpressionContext.class,
            SqlBaseParser.RowConstructorContext.class,
            SqlBaseParser.StructContext.class,
            SqlBaseParser.SubscriptContext.class,
            SqlBaseParser.CastContext.class,
            SqlBaseParser.CastByColonContext.class,
            SqlBaseParser.CollateContext.class,
            SqlBaseParser.ExtractContext.class,
            SqlBaseParser.TrimContext.class,
            SqlBaseParser.SubstringContext.class,
            SqlBaseParser.PositionContext.class,
            SqlBaseParser.OverlayContext.class,
            SqlBaseParser.TimestampaddContext.class,
            SqlBaseParser.TimestampdiffContext.class,
            // Literals
            SqlBaseParser.ConstantDefaultContext.class,
            SqlBaseParser.StringLiteralContext.class,
            SqlBaseParser.StringLitContext.class,
            SqlBaseParser.SingleStringLitContext.class,
            SqlBaseParser.NumericLiteralContext.class,
            SqlBaseParser.TypeConstructorContext.class,
            SqlBaseParser.IntervalLiteralContext.class,
            SqlBaseParser.IntervalContext.class,
            SqlBaseParser.ErrorCapturingMultiUnitsIntervalContext.class,
            SqlBaseParser.MultiUnitsIntervalContext.class,
            SqlBaseParser.ErrorCapturingUnitToUnitIntervalContext.class,
            SqlBaseParser.UnitToUnitIntervalContext.class,
            SqlBaseParser.IntervalValueContext.class,
            // Types of casts
            SqlBaseParser.ComplexDataTypeContext.class,
            SqlBaseParser.ComplexColTypeListContext.class,
            SqlBaseParser.ComplexColTypeContext.class,
            SqlBaseParser.PrimitiveDataTypeContext.class,
            SqlBaseParser.NonTrivialPrimitiveTypeContext.class);

    /** Rules that hold nothing that could be a column, a call or a parameter. */
    private static final Set<Class<?>> LEAVES = Set.of(
            SqlBaseParser.ComparisonOperatorContext.class,
            SqlBaseParser.ShiftOperatorContext.class,
            SqlBaseParser.ErrorCapturingNotContext.class,
            SqlBaseParser.NullLiteralContext.class,
            SqlBaseParser.BooleanLiteralContext.class,
            SqlBaseParser.SingleStringLiteralValueContext.class,
            SqlBaseParser.SingleDoubleQuotedStringLiteralValueContext.class,
            SqlBaseParser.ExponentLiteralContext.class,
            SqlBaseParser.DecimalLiteralContext.class,
            SqlBaseParser.LegacyDecimalLiteralContext.class,
            SqlBaseParser.IntegerLiteralContext.class,
            SqlBaseParser.BigIntLiteralContext.class,
            SqlBaseParser.SmallIntLiteralContext.class,
            SqlBaseParser.TinyIntLiteralContext.class,
            SqlBaseParser.DoubleLiteralContext.class,
            SqlBaseParser.FloatLiteralContext.class,
            SqlBaseParser.BigDecimalLiteralContext.class,
            SqlBaseParser.UnitInMultiUnitsContext.class,
            SqlBaseParser.UnitInUnitToUnitContext.class,
            SqlBaseParser.DatetimeUnitContext.class,
            SqlBaseParser.SimpleIdentifierContext.class,
            SqlBaseParser.CollateClauseContext.class,
            SqlBaseParser.ErrorCapturingIdentifierContext.class,
            SqlBaseParser.TrivialPrimitiveTypeContext.class,
            SqlBaseParser.IntegerValContext.class);

    private AllowedForms() {}

    static boolean branch(ParserRuleContext node) {
        return BRANCHES.contains(node.getClass())
                || (node instanceof PrimitiveTypeContext type && type.unsupportedType == null);
    }

    static boolean leaf(ParserRuleContext node) {
        return LEAVES.contains(node.getClass())
                || (node instanceof LiteralTypeContext type && type.unsupportedType == null);
    }

    static boolean query(ParserRuleContext node) {
        return node instanceof SqlBaseParser.QueryContext
                || node instanceof SqlBaseParser.SubqueryExpressionContext
                || node instanceof SqlBaseParser.ExistsContext
                || node instanceof SqlBaseParser.PredicateContext;
    }

    static boolean aggregate(ParserRuleContext node) {
        return node instanceof SqlBaseParser.FirstContext
                || node instanceof SqlBaseParser.LastContext
                || node instanceof SqlBaseParser.Any_valueContext;
    }

    /** What a refused form is called in an error. */
    static String describe(ParserRuleContext node, String text) {
        if (node instanceof SqlBaseParser.StarContext) {
            return "'*' for all columns";
        }
        if (node instanceof SqlBaseParser.ParameterMarkerContext
                || node instanceof SqlBaseParser.PosParameterLiteralContext
                || node instanceof SqlBaseParser.NamedParameterLiteralContext
                || node instanceof SqlBaseParser.IntegerValueContext) {
            return "the parameter '%s'".formatted(text);
        }
        if (node instanceof PrimitiveTypeContext || node instanceof LiteralTypeContext) {
            return "the type '%s'".formatted(text);
        }
        return "'%s'".formatted(text.length() > 40 ? text.substring(0, 40) + "…" : text);
    }
}
