package dev.sluice.spark.expression;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Regular expressions over texts, with a limit on their work: a text on which matching runs away does not match. */
final class RegexText {
    private RegexText() {}

    /** Whether the whole text matches, or a part of it. */
    static final class Test extends Compiled implements ValueFunction.ToLong {
        private final boolean whole;

        Test(Pattern pattern, boolean whole) {
            super(pattern);
            this.whole = whole;
        }

        @Override
        public long apply(UTF8String text, long none) {
            try {
                Matcher matcher = matcher(text);
                return (whole ? matcher.matches() : matcher.find()) ? 1 : 0;
            } catch (RunawayException | StackOverflowError e) {
                return 0;
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Test test && same(test) && whole == test.whole;
        }

        @Override
        public int hashCode() {
            return Objects.hash(super.hashCode(), whole);
        }
    }

    /** A group of the first match. */
    static final class Group extends Compiled implements ValueFunction.ToObject {
        private final int group;

        Group(Pattern pattern, int group) {
            super(pattern);
            this.group = group;
        }

        @Override
        public @Nullable Object apply(UTF8String text) {
            try {
                Matcher matcher = matcher(text);
                return matcher.find() ? UTF8String.fromString(matcher.group(group)) : null;
            } catch (RunawayException | StackOverflowError e) {
                return null;
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Group that && same(that) && group == that.group;
        }

        @Override
        public int hashCode() {
            return Objects.hash(super.hashCode(), group);
        }
    }

    private abstract static class Compiled implements java.io.Serializable {
        private final Pattern pattern;

        Compiled(Pattern pattern) {
            this.pattern = pattern;
        }

        Matcher matcher(UTF8String text) {
            return pattern.matcher(new Bounded(text.toString()));
        }

        boolean same(Compiled other) {
            return pattern.pattern().equals(other.pattern.pattern()) && pattern.flags() == other.pattern.flags();
        }

        @Override
        public int hashCode() {
            return pattern.pattern().hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public String toString() {
            return pattern.pattern();
        }
    }

    private static final class RunawayException extends RuntimeException {
        RunawayException() {
            super("Cannot match: more steps than any sensible pattern needs", null, false, false);
        }
    }

    /** Counts how often characters are looked at, for backtracking can take ages. */
    private static final class Bounded implements CharSequence {
        private static final long FREE_STEPS = 1_000_000;
        private static final long STEPS_PER_CHARACTER = 50;

        private final String text;
        private long left;

        Bounded(String text) {
            this.text = text;
            this.left = FREE_STEPS + STEPS_PER_CHARACTER * text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new RunawayException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
