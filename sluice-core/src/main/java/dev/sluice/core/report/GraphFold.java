package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.count;

import dev.sluice.core.report.GraphNode.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes a long pipeline fit a page. */
final class GraphFold {
    private GraphFold() {}

    /** Keeps what is no converter and the converters that flagged most; neighbours among the rest become one box. */
    static List<GraphNode> fold(List<GraphNode> steps) {
        if (steps.size() <= Limits.STEPS) {
            return steps;
        }
        List<Integer> converters = IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).kind() == Kind.CONVERTER)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> steps.get(i).flagged())
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        // Between two kept ones stands a folded one, so only half of the room is for those kept.
        int room = Math.max(1, (Limits.STEPS - (steps.size() - converters.size())) / 2);
        Set<Integer> hidden = new HashSet<>(converters.subList(Math.min(room, converters.size()), converters.size()));
        List<GraphNode> shown = new ArrayList<>();
        List<GraphNode> folding = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (hidden.contains(i)) {
                folding.add(steps.get(i));
            } else {
                flush(folding, shown);
                shown.add(steps.get(i));
            }
        }
        flush(folding, shown);
        return shown;
    }

    private static void flush(List<GraphNode> folding, List<GraphNode> shown) {
        if (folding.size() < 2) {
            shown.addAll(folding);
        } else {
            GraphNode first = folding.get(0);
            long flagged = folding.stream().mapToLong(GraphNode::flagged).sum();
            String name = count(folding.size()) + " more converters";
            shown.add(new GraphNode(Kind.CONVERTER, name, first.detail(), first.rowsIn(), flagged));
        }
        folding.clear();
    }
}
