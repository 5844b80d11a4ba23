package dev.sluice.core.expression;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** A part of a text, in characters. (Tokens count code points.) */
record Span(int offset, int length) {
    static Span of(String text, Token first, Token last) {
        int start = text.offsetByCodePoints(0, first.getStartIndex());
        int end = text.offsetByCodePoints(0, Math.max(first.getStartIndex(), last.getStopIndex() + 1));
        return new Span(start, end - start);
    }

    static Span of(String text, ParserRuleContext node) {
        Token stop = node.getStop();
        return of(text, node.getStart(), stop == null ? node.getStart() : stop);
    }

    String in(String text) {
        return text.substring(offset, offset + length);
    }
}
