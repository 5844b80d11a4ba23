package dev.sluice.core.expression;

import dev.sluice.api.ErrorCode;
import dev.sluice.core.type.DidYouMean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.CurrentLikeContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.ErrorCapturingIdentifierContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.FunctionCallContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.LateralViewContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.NamedQueryContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.QueryContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.QueryOrganizationContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.TableNameContext;
import org.jspecify.annotations.Nullable;

/** One walk over the tree of a query that collects its tables and its flaws. What has no case here is refused. */
final class QueryWalk {
    /** Functions whose value depends on when the query runs. */
    private static final Set<String> PRESENT =
            Set.of("curdate", "current_date", "current_time", "current_timestamp", "localtimestamp", "now");

    private static final Set<Integer> PRESENT_WORDS =
            Set.of(SqlBaseParser.CURRENT_DATE, SqlBaseParser.CURRENT_TIME, SqlBaseParser.CURRENT_TIMESTAMP);

    private final String text;
    private final List<TableReference> tables = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();

    private QueryWalk(String text) {
        this.text = text;
    }

    static SqlQuery over(String text, QueryContext tree) {
        QueryWalk walk = new QueryWalk(text);
        walk.query(tree, Set.of());
        if (walk.tables.isEmpty() && walk.flaws.isEmpty()) {
            walk.flaw(ErrorCode.QUERY_FORM, "the query names no table", Span.of(text, tree), null);
        }
        return new SqlQuery(text, walk.tables, walk.flaws);
    }

    /** @param named the names that WITH gives, as far as they are in scope */
    private void visit(@Nullable ParseTree tree, Set<String> named) {
        if (!(tree instanceof ParserRuleContext node) || AllowedQueryForms.leaf(node)) {
            return;
        }
        if (node instanceof QueryContext query) {
            query(query, named);
        } else if (node instanceof TableNameContext table) {
            table(table, named);
        } else if (node instanceof QueryOrganizationContext organization) {
            organization(organization, named);
        } else if (node instanceof FunctionCallContext call) {
            call(call);
            children(call, named);
        } else if (node instanceof SqlBaseParser.FunctionNameContext) {
            return; // looked at with its call
        } else if (node instanceof LateralViewContext view) {
            function(Span.of(text, view.qualifiedName()).in(text), view.qualifiedName());
            view.expression().forEach(argument -> visit(argument, named));
        } else if (node instanceof CurrentLikeContext current) {
            if (PRESENT_WORDS.contains(current.name.getType())) {
                present(current.name.getText(), current);
            }
        } else if (node instanceof SqlBaseParser.AliasedQueryContext query) {
            refuse(query.sample());
            refuse(query.watermarkClause());
            visit(query.query(), named);
        } else if (node instanceof SqlBaseParser.AliasedRelationContext relation) {
            refuse(relation.sample());
            refuse(relation.watermarkClause());
            visit(relation.relation(), named);
        } else if (AllowedQueryForms.branch(node)) {
            children(node, named);
        } else {
            refuse(node);
        }
    }

    private void children(ParserRuleContext node, Set<String> named) {
        for (int i = 0; i < node.getChildCount(); i++) {
            visit(node.getChild(i), named);
        }
    }

    private void query(QueryContext query, Set<String> outer) {
        Set<String> named = new HashSet<>(outer);
        if (query.ctes() != null) {
            if (query.ctes().RECURSIVE() != null) {
                form("WITH RECURSIVE", query.ctes());
            }
            for (NamedQueryContext with : query.ctes().namedQuery()) {
                query(with.query(), named);
                named.add(name(with.name));
            }
        }
        visit(query.queryTerm(), named);
        visit(query.queryOrganization(), named);
    }

    private void table(TableNameContext table, Set<String> named) {
        refuse(table.temporalClause());
        refuse(table.optionsClause());
        refuse(table.sample());
        refuse(table.watermarkClause());
        SqlBaseParser.MultipartIdentifierContext name =
                table.identifierReference().multipartIdentifier();
        if (name == null) {
            refuse(table.identifierReference());
            return;
        }
        List<String> parts = name.parts.stream().map(QueryWalk::name).toList();
        if (parts.size() == 1 && named.contains(parts.get(0))) {
            return;
        }
        Span span = Span.of(text, name);
        if (parts.size() > 2 || parts.stream().anyMatch(part -> part.contains("."))) {
            flaw(
                    ErrorCode.QUERY_FORM,
                    "%s is no table of the project".formatted(span.in(text)),
                    span,
                    "write a table as namespace.name");
            return;
        }
        tables.add(new TableReference(String.join(".", parts), span.offset(), span.length()));
    }

    private static String name(ErrorCapturingIdentifierContext identifier) {
        String name = identifier.getText();
        return name.startsWith("`") && name.endsWith("`") && name.length() > 1
                ? name.substring(1, name.length() - 1).replace("``", "`")
                : name;
    }

    /** Which rows a limit leaves is certain only where they have an order. */
    private void organization(QueryOrganizationContext organization, Set<String> named) {
        if (organization.CLUSTER() != null || organization.DISTRIBUTE() != null || organization.SORT() != null) {
            form("'%s'".formatted(organization.getStart().getText()), organization);
        }
        ParserRuleContext cut = organization.limit != null ? organization.limit : organization.offset;
        if (cut != null && organization.ORDER() == null) {
            flaw(
                    ErrorCode.NOT_DETERMINISTIC,
                    "LIMIT and OFFSET without ORDER BY give other rows each time",
                    Span.of(text, cut),
                    "add ORDER BY");
        }
        children(organization, named);
    }

    private void call(FunctionCallContext call) {
        SqlBaseParser.FunctionNameContext name = call.functionName();
        if (name.qualifiedName() == null && name.IDENTIFIER_KW() != null) {
            refuse(name);
            return;
        }
        String written = Span.of(text, name).in(text).toLowerCase(Locale.ROOT);
        if (written.equals("unix_timestamp") && call.functionArgument().isEmpty()) {
            present(written, name);
            return;
        }
        function(written, name);
    }

    private void function(String written, ParserRuleContext node) {
        String name = written.replace("`", "").toLowerCase(Locale.ROOT);
        if (PRESENT.contains(name)) {
            present(name, node);
            return;
        }
        Span span = Span.of(text, node);
        if (FunctionGroup.CONTEXT.functions().contains(name)) {
            flaw(
                    ErrorCode.FUNCTION_NOT_ALLOWED,
                    "the function '%s' tells of the run, which a query does not know".formatted(name),
                    span,
                    "use it in convert or validate");
            return;
        }
        RefusedFunction kind = RefusedFunction.of(name).orElse(null);
        boolean overRows = kind == RefusedFunction.AGGREGATE || kind == RefusedFunction.GENERATOR;
        if (FunctionGroup.allows(name) || overRows) {
            return;
        }
        if (kind != null) {
            flaw(
                    kind == RefusedFunction.CHANCE || kind == RefusedFunction.PLACE
                            ? ErrorCode.NOT_DETERMINISTIC
                            : ErrorCode.FUNCTION_NOT_ALLOWED,
                    "the function '%s' %s".formatted(name, kind.why()),
                    span,
                    null);
            return;
        }
        Set<String> known = new TreeSet<>(FunctionGroup.all());
        known.addAll(RefusedFunction.AGGREGATE.functions());
        flaw(ErrorCode.UNKNOWN_FUNCTION, "unknown function '%s'".formatted(name), span, DidYouMean.hint(name, known));
    }

    private void present(String name, ParserRuleContext node) {
        flaw(
                ErrorCode.NOT_DETERMINISTIC,
                "'%s' depends on when the query runs, and the rows are to depend on its tables alone"
                        .formatted(name.toLowerCase(Locale.ROOT)),
                Span.of(text, node),
                "use ${window.start} in a pipeline with windows, or the time in convert");
    }

    private void refuse(@Nullable ParserRuleContext node) {
        if (node == null) {
            return;
        }
        String found = node.getStart() == null
                ? ""
                : Span.of(text, node).in(text).lines().collect(Collectors.joining(" "));
        form(AllowedForms.describe(node, found), node);
    }

    private void form(String what, ParserRuleContext node) {
        flaw(ErrorCode.QUERY_FORM, "%s is not allowed in a query".formatted(what), Span.of(text, node), null);
    }

    private void flaw(ErrorCode code, String message, Span span, @Nullable String hint) {
        flaws.add(new Flaw(code, message + place(span), span.offset(), span.length(), hint));
    }

    /** A place in a text of several lines, which the file's places do not tell. */
    private String place(Span span) {
        if (text.indexOf('\n') < 0) {
            return "";
        }
        String before = text.substring(0, span.offset());
        return " (line %d of the query, column %d)"
                .formatted(
                        before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0),
                        span.offset() - before.lastIndexOf('\n'));
    }
}
