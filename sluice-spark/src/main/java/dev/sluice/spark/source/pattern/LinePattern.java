package dev.sluice.spark.source.pattern;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An expression for whole lines, and which columns its groups give.
 *
 * @param groups names or numbers of the groups
 * @param columns for each of the groups its column; several groups may give one, the first that took part then does
 */
record LinePattern(Pattern pattern, List<String> groups, List<String> columns) implements Serializable {
    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?<([A-Za-z][A-Za-z0-9]*)>");

    LinePattern {
        groups = List.copyOf(groups);
        columns = List.copyOf(columns);
    }

    /** The groups that the expression names give columns of these names. */
    static LinePattern named(Pattern pattern) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = NAMED_GROUP.matcher(pattern.pattern());
        while (matcher.find()) {
            if (hasGroup(pattern, matcher.group(1))) {
                names.add(matcher.group(1));
            }
        }
        return new LinePattern(pattern, List.copyOf(names), List.copyOf(names));
    }

    /** The first groups give these columns. */
    static LinePattern numbered(Pattern pattern, List<String> columns) {
        List<String> groups = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
            groups.add(Integer.toString(i));
        }
        return new LinePattern(pattern, groups, columns);
    }

    static int groupCount(Pattern pattern) {
        return pattern.matcher("").groupCount();
    }

    /** What looks like a group may be quoted; only a reference to it tells. The line end closes a comment. */
    private static boolean hasGroup(Pattern pattern, String name) {
        try {
            Pattern.compile(pattern.pattern() + "\n|\\k<" + name + ">", pattern.flags());
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
