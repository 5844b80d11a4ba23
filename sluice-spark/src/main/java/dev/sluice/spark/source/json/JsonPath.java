package dev.sluice.spark.source.json;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way through a document: {@code $.data.items[*]}; the {@code $} may be left out. */
record JsonPath(List<Step> steps) implements Serializable {
    /**
     * A step to values within a value.
     *
     * @param kind what the value must be
     * @param key for a member its key; else empty
     */
    record Step(Kind kind, String key) implements Serializable {
        boolean list() {
            return kind == Kind.EACH;
        }

        boolean leadsTo(String name) {
            return kind == Kind.MEMBERS || key.equals(name);
        }
    }

    /** What a step does. */
    enum Kind {
        /** To one member of an object. */
        MEMBER,
        /** To all members of an object. */
        MEMBERS,
        /** To each element of a list. */
        EACH
    }

    static final JsonPath ROOT = new JsonPath(List.of());

    private static final Pattern STEP =
            Pattern.compile("\\[\\*]|\\[\\s*'([^']+)'\\s*]|\\[\\s*\"([^\"]+)\"\\s*]|\\.\\*|\\.([^.\\[\\]*'\"\\s]+)");

    JsonPath {
        steps = List.copyOf(steps);
    }

    /** Empty if the text is no such path. */
    static Optional<JsonPath> of(String text) {
        String path = text.strip();
        if (path.startsWith("$")) {
            path = path.substring(1);
        } else if (!path.isEmpty() && !path.startsWith("[") && !path.startsWith(".")) {
            path = "." + path;
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!matcher.find() || matcher.start() != at) {
                return Optional.empty();
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        return Optional.of(new JsonPath(steps));
    }

    private static Step step(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return new Step(Kind.MEMBER, matcher.group(group));
            }
        }
        return new Step(matcher.group().equals("[*]") ? Kind.EACH : Kind.MEMBERS, "");
    }

    /** Whether the last step goes to the elements of a list; if not, a list at the path's end is meant all the same. */
    boolean endsInList() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).list();
    }
}
