package dev.sluice.spark.source.pattern;

import dev.sluice.spark.source.text.ReadColumns;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.IntStream;

/** Where a pattern's groups go. */
final class SlotGroups {
    private final LinePattern pattern;
    // For each slot the indexes of its groups, best first.
    private final int[][] groups;

    SlotGroups(LinePattern pattern, ReadColumns columns) {
        this.pattern = pattern;
        this.groups = new int[columns.slots()][];
        for (int slot = 0; slot < groups.length; slot++) {
            List<String> spellings = columns.spellings(columns.column(slot));
            groups[slot] = spellings.stream()
                    .flatMapToInt(name -> IntStream.range(0, pattern.columns().size())
                            .filter(i -> pattern.columns().get(i).equals(name)))
                    .toArray();
        }
    }

    /** The name or number of the group that took part for a slot; empty for none. */
    String group(Matcher matcher, int slot) {
        for (int index : groups[slot]) {
            String group = pattern.groups().get(index);
            if (start(matcher, group) >= 0) {
                return group;
            }
        }
        return "";
    }

    static int start(Matcher matcher, String group) {
        return isNumber(group) ? matcher.start(Integer.parseInt(group)) : matcher.start(group);
    }

    static int end(Matcher matcher, String group) {
        return isNumber(group) ? matcher.end(Integer.parseInt(group)) : matcher.end(group);
    }

    private static boolean isNumber(String group) {
        return Character.isDigit(group.charAt(0));
    }
}
