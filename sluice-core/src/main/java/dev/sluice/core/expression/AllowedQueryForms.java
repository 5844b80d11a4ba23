package dev.sluice.core.expression;

import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;

/** Which rules of Spark's grammar a query may use beyond those of expressions. What is not named is refused. */
final class AllowedQueryForms {
    /** Rules whose children are looked at, and that mean nothing of their own. */
    private static final Set<Class<?>> BRANCHES = Set.of(
            // The query
            SqlBaseParser.QueryTermDefaultContext.class,
            SqlBaseParser.SetOperationContext.class,
            SqlBaseParser.QueryPrimaryDefaultContext.class,
            SqlBaseParser.SubqueryContext.class,
            SqlBaseParser.RegularQuerySpecificationContext.class,
            SqlBaseParser.SelectClauseContext.class,
            SqlBaseParser.NamedExpressionSeqContext.class,
            SqlBaseParser.NamedExpressionContext.class,
            SqlBaseParser.WhereClauseContext.class,
            SqlBaseParser.HavingClauseContext.class,
            SqlBaseParser.SortItemContext.class,
            // From
            SqlBaseParser.FromClauseContext.class,
            SqlBaseParser.RelationContext.class,
            SqlBaseParser.RelationExtensionContext.class,
            SqlBaseParser.JoinRelationContext.class,
            SqlBaseParser.JoinCriteriaContext.class,
            SqlBaseParser.InlineTableDefault1Context.class,
            SqlBaseParser.InlineTableContext.class,
            // Groups
            SqlBaseParser.AggregationClauseContext.class,
            SqlBaseParser.GroupByClauseContext.class,
            SqlBaseParser.GroupingAnalyticsContext.class,
            SqlBaseParser.GroupingElementContext.class,
            SqlBaseParser.GroupingSetContext.class,
            // Windows over rows
            SqlBaseParser.WindowClauseContext.class,
            SqlBaseParser.NamedWindowContext.class,
            SqlBaseParser.WindowDefContext.class,
            SqlBaseParser.WindowFrameContext.class,
            SqlBaseParser.FrameBoundContext.class,
            // Within expressions
            SqlBaseParser.DereferenceContext.class,
            SqlBaseParser.LambdaContext.class,
            SqlBaseParser.PredicateContext.class,
            SqlBaseParser.FunctionArgumentContext.class,
            SqlBaseParser.NamedArgumentExpressionContext.class,
            SqlBaseParser.ExistsContext.class,
            SqlBaseParser.SubqueryExpressionContext.class,
            SqlBaseParser.FirstContext.class,
            SqlBaseParser.LastContext.class,
            SqlBaseParser.Any_valueContext.class);

    /** Rules that hold names and words, and nothing that could be a call, a table or a parameter. */
    private static final Set<Class<?>> LEAVES = Set.of(
            SqlBaseParser.ColumnReferenceContext.class,
            SqlBaseParser.IdentifierContext.class,
            SqlBaseParser.IdentifierListContext.class,
            SqlBaseParser.IdentifierSeqContext.class,
            SqlBaseParser.TableAliasContext.class,
            SqlBaseParser.JoinTypeContext.class,
            SqlBaseParser.SetQuantifierContext.class,
            SqlBaseParser.WindowRefContext.class);

    private AllowedQueryForms() {}

    static boolean branch(ParserRuleContext node) {
        return BRANCHES.contains(node.getClass()) || AllowedForms.branch(node);
    }

    static boolean leaf(ParserRuleContext node) {
        return LEAVES.contains(node.getClass())
                || AllowedForms.leaf(node)
                || (node instanceof SqlBaseParser.StarContext star && star.exceptClause() == null);
    }
}
