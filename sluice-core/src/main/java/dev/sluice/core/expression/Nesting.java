package dev.sluice.core.expression;

import dev.sluice.api.ErrorCode;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the recursion of the parser, and of Spark later, by looking at the tokens only: open brackets and CASEs, runs of
 * prefix operators, arrows, nested types, and the length of operator chains, which make trees that are deep on the left.
 */
final class Nesting {
    static final int MAX_DEPTH = 32;
    static final int MAX_OPERATORS = 500;
    private static final int MAX_CASES = 100;

    private Nesting() {}

    static @Nullable Flaw check(String text, List<Token> tokens) {
        int open = 0;
        int prefixes = 0;
        int arrows = 0;
        int cases = 0;
        int types = 0;
        int operators = 0;
        int before = Token.EOF;
        for (Token token : tokens) {
            if (token.getChannel() != Token.DEFAULT_CHANNEL) {
                continue;
            }
            int type = token.getType();
            prefixes = isPrefix(type) ? prefixes + 1 : 0;
            switch (type) {
                case SqlBaseParser.LEFT_PAREN, SqlBaseParser.LEFT_BRACKET -> open++;
                case SqlBaseParser.RIGHT_PAREN, SqlBaseParser.RIGHT_BRACKET -> open--;
                // Counted, not matched: END may be a column's name.
                case SqlBaseParser.CASE -> cases++;
                case SqlBaseParser.ARROW -> arrows++;
                case SqlBaseParser.LT -> types += isNestedType(before) ? 1 : 0;
                default -> {}
            }
            operators += isOperator(type) ? 1 : 0;
            if (open > MAX_DEPTH
                    || prefixes > MAX_DEPTH
                    || arrows > MAX_DEPTH
                    || types > MAX_DEPTH
                    || cases > MAX_CASES
                    || operators > MAX_OPERATORS) {
                Span span = Span.of(text, token, token);
                return operators > MAX_OPERATORS
                        ? new Flaw(
                                ErrorCode.EXPRESSION_TOO_DEEP,
                                "the expression has more than %d operators".formatted(MAX_OPERATORS),
                                span.offset(),
                                span.length(),
                                "for many values write column IN (…), or use an enum")
                        : flaw(span.offset(), span.length());
            }
            before = type;
        }
        return null;
    }

    static Flaw flaw(int offset, int length) {
        return new Flaw(
                ErrorCode.EXPRESSION_TOO_DEEP, "the expression nests deeper than " + MAX_DEPTH, offset, length, null);
    }

    private static boolean isNestedType(int before) {
        return before == SqlBaseParser.ARRAY || before == SqlBaseParser.MAP || before == SqlBaseParser.STRUCT;
    }

    private static boolean isPrefix(int type) {
        return type == SqlBaseParser.NOT
                || type == SqlBaseParser.BANG
                || type == SqlBaseParser.MINUS
                || type == SqlBaseParser.PLUS
                || type == SqlBaseParser.TILDE;
    }

    private static boolean isOperator(int type) {
        return switch (type) {
            case SqlBaseParser.PLUS,
                    SqlBaseParser.MINUS,
                    SqlBaseParser.ASTERISK,
                    SqlBaseParser.SLASH,
                    SqlBaseParser.PERCENT,
                    SqlBaseParser.DIV,
                    SqlBaseParser.AMPERSAND,
                    SqlBaseParser.PIPE,
                    SqlBaseParser.HAT,
                    SqlBaseParser.CONCAT_PIPE,
                    SqlBaseParser.AND,
                    SqlBaseParser.OR,
                    SqlBaseParser.DOT,
                    SqlBaseParser.LEFT_BRACKET,
                    SqlBaseParser.DOUBLE_COLON,
                    SqlBaseParser.COLLATE,
                    SqlBaseParser.SHIFT_LEFT,
                    SqlBaseParser.EQ,
                    SqlBaseParser.NEQ,
                    SqlBaseParser.LT,
                    SqlBaseParser.GT -> true;
            default -> false;
        };
    }
}
