package dev.sluice.core.expression;

import dev.sluice.api.ErrorCode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.jspecify.annotations.Nullable;

/** From text to a checked expression: limits first, then syntax, then the allow-list. */
final class ExpressionParser {
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(select|with|from|insert|update|delete|create|drop)\\b", Pattern.CASE_INSENSITIVE);

    private ExpressionParser() {}

    static SqlExpression parse(String text) {
        if (text.length() > SqlExpression.MAX_LENGTH) {
            return refused(
                    text,
                    new Flaw(
                            ErrorCode.EXPRESSION_TOO_LONG,
                            "the expression has %d characters, at most %d are allowed"
                                    .formatted(text.length(), SqlExpression.MAX_LENGTH),
                            0,
                            1,
                            null));
        }
        int variable = text.indexOf("${");
        if (variable >= 0) {
            // Spark would put settings and environment variables there before it parses.
            return refused(
                    text,
                    new Flaw(
                            ErrorCode.EXPRESSION_FORM,
                            "'${' is not allowed in an SQL expression",
                            variable,
                            2,
                            "write '$' || '{' for the characters themselves"));
        }
        SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseChars(text));
        lexer.removeErrorListeners();
        lexer.addErrorListener(new Thrower(text));
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        try {
            tokens.fill();
            Flaw tooDeep = Nesting.check(text, tokens.getTokens());
            if (tooDeep != null) {
                return refused(text, tooDeep);
            }
            if (lexer.has_unclosed_bracketed_comment) {
                return refused(
                        text,
                        new Flaw(ErrorCode.EXPRESSION_SYNTAX, "a comment is not closed", text.indexOf("/*"), 2, null));
            }
            return ExpressionWalk.over(text, tree(text, tokens));
        } catch (SyntaxError e) {
            return refused(text, e.flaw);
        } catch (StackOverflowError e) {
            // The limits above should prevent it; a small stack of the caller's thread must not end the process.
            return refused(text, Nesting.flaw(0, text.length()));
        }
    }

    private static SqlBaseParser.SingleExpressionContext tree(String text, CommonTokenStream tokens) {
        SqlBaseParser parser = new SqlBaseParser(tokens);
        parser.removeErrorListeners();
        try {
            parser.setErrorHandler(new BailErrorStrategy());
            parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
            return parser.singleExpression();
        } catch (ParseCancellationException e) {
            // What the fast mode refuses may still be right; the slow one also knows where it is wrong.
            tokens.seek(0);
            parser.reset();
            parser.addErrorListener(new Thrower(text));
            parser.setErrorHandler(new DefaultErrorStrategy());
            parser.getInterpreter().setPredictionMode(PredictionMode.LL);
            return parser.singleExpression();
        }
    }

    private static SqlExpression refused(String text, Flaw flaw) {
        return new SqlExpression(text, List.of(), Set.of(), List.of(), List.of(flaw));
    }

    /** Ends the parse at the first error. */
    private static final class Thrower extends BaseErrorListener {
        private final String text;

        Thrower(String text) {
            this.text = text;
        }

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                @Nullable Object symbol,
                int line,
                int column,
                String message,
                @Nullable RecognitionException e) {
            throw new SyntaxError(symbol instanceof Token token ? at(token) : unreadable());
        }

        private Flaw at(Token token) {
            if (token.getType() == Token.EOF) {
                return text.isBlank()
                        ? flaw("the expression is empty", 0, 1, null)
                        : flaw(
                                "the expression ends too early",
                                text.stripTrailing().length() - 1,
                                1,
                                null);
            }
            Span span = Span.of(text, token, token);
            String found = span.in(text);
            return flaw("unexpected '%s'".formatted(found), span.offset(), span.length(), advice(span));
        }

        private Flaw unreadable() {
            return flaw("the text cannot be read as SQL", 0, text.length(), null);
        }

        private @Nullable String advice(Span span) {
            String rest = text.substring(span.offset());
            if (rest.startsWith("&&") || (rest.startsWith("&") && text.startsWith("&&", span.offset() - 1))) {
                return "write AND";
            }
            if (STATEMENT.matcher(text).lookingAt()) {
                return "write an expression such as a > 1, not a statement";
            }
            return rest.startsWith("\"") || rest.startsWith("'")
                    ? "is a quote missing, or an operator before it?"
                    : null;
        }

        private static Flaw flaw(String message, int offset, int length, @Nullable String hint) {
            return new Flaw(ErrorCode.EXPRESSION_SYNTAX, message, offset, length, hint);
        }
    }

    /** Carries the flaw out of the parser. */
    private static final class SyntaxError extends RuntimeException {
        private final transient Flaw flaw;

        SyntaxError(Flaw flaw) {
            super(flaw.message(), null, false, false);
            this.flaw = flaw;
        }
    }
}
