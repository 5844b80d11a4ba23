package dev.sluice.core.expression;

import dev.sluice.api.ErrorCode;
import java.util.function.Function;
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

/**
 * From text to a tree of Spark's grammar: limits first, then syntax.
 *
 * @param text as written
 * @param kind what the text is to be
 */
record SqlText(String text, Kind kind) {
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(select|with|from|insert|update|delete|create|drop)\\b", Pattern.CASE_INSENSITIVE);

    /** What messages call a text. */
    enum Kind {
        EXPRESSION("expression", "an SQL expression"),
        QUERY("query", "a query");

        private final String word;
        private final String phrase;

        Kind(String word, String phrase) {
            this.word = word;
            this.phrase = phrase;
        }

        String word() {
            return word;
        }
    }

    /**
     * Parses the text and looks at its tree.
     *
     * @param rule of the grammar; it must take the text to its end
     * @param refused is given the one flaw of a text that cannot be read
     */
    <C, R> R read(Function<SqlBaseParser, C> rule, Function<C, R> walk, Function<Flaw, R> refused) {
        if (text.length() > SqlExpression.MAX_LENGTH) {
            return refused.apply(new Flaw(
                    ErrorCode.EXPRESSION_TOO_LONG,
                    "the %s has %d characters, at most %d are allowed"
                            .formatted(kind.word, text.length(), SqlExpression.MAX_LENGTH),
                    0,
                    1,
                    null));
        }
        int variable = text.indexOf("${");
        if (variable >= 0) {
            // Spark would put settings and environment variables there before it parses.
            return refused.apply(new Flaw(
                    ErrorCode.EXPRESSION_FORM,
                    "'${' is not allowed in " + kind.phrase,
                    variable,
                    2,
                    "write '$' || '{' for the characters themselves"));
        }
        SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseChars(text));
        lexer.removeErrorListeners();
        lexer.addErrorListener(new Thrower(this));
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        try {
            tokens.fill();
            Flaw tooDeep = Nesting.check(text, tokens.getTokens());
            if (tooDeep != null) {
                return refused.apply(tooDeep);
            }
            if (lexer.has_unclosed_bracketed_comment) {
                return refused.apply(
                        new Flaw(ErrorCode.EXPRESSION_SYNTAX, "a comment is not closed", text.indexOf("/*"), 2, null));
            }
            return walk.apply(tree(tokens, rule));
        } catch (SyntaxError e) {
            return refused.apply(e.flaw);
        } catch (StackOverflowError e) {
            // The limits above should prevent it; a small stack of the caller's thread must not end the process.
            return refused.apply(Nesting.flaw(0, text.length()));
        }
    }

    private <C> C tree(CommonTokenStream tokens, Function<SqlBaseParser, C> rule) {
        SqlBaseParser parser = new SqlBaseParser(tokens);
        parser.removeErrorListeners();
        try {
            parser.setErrorHandler(new BailErrorStrategy());
            parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
            return rule.apply(parser);
        } catch (ParseCancellationException e) {
            // What the fast mode refuses may still be right; the slow one also knows where it is wrong.
            tokens.seek(0);
            parser.reset();
            parser.addErrorListener(new Thrower(this));
            parser.setErrorHandler(new DefaultErrorStrategy());
            parser.getInterpreter().setPredictionMode(PredictionMode.LL);
            return rule.apply(parser);
        }
    }

    /** Ends the parse at the first error. */
    private static final class Thrower extends BaseErrorListener {
        private final String text;
        private final Kind kind;

        Thrower(SqlText of) {
            this.text = of.text;
            this.kind = of.kind;
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
                        ? flaw("the %s is empty".formatted(kind.word), 0, 1, null)
                        : flaw(
                                "the %s ends too early".formatted(kind.word),
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
            if (kind == Kind.QUERY
                    && (span.offset() == 0 || text.substring(0, span.offset()).isBlank())) {
                return "write a query, such as SELECT id, amount FROM shop.orders";
            }
            if (kind == Kind.QUERY && rest.startsWith(";")) {
                return "write one query, without ';'";
            }
            if (kind == Kind.EXPRESSION && STATEMENT.matcher(text).lookingAt()) {
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
