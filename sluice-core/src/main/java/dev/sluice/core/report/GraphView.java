package dev.sluice.core.report;

import java.util.List;

/**
 * The drawing of a pipeline: the steps in a column, each edge with its rows; to the right a rail that takes the flagged
 * rows down to the quarantine. Units are those of the SVG's view box, near to pixels.
 *
 * @param description the same as the picture, for those who cannot see it
 * @param note what does not fit into the picture; empty for nothing
 */
record GraphView(int height, List<Box> boxes, List<Edge> edges, String description, String note) {
    /** A box with a word above the one or two lines of its name. {@code style} is a class of the style sheet. */
    record Box(int x, int y, int width, int height, String word, List<String> lines, String whole, String style) {}

    /** A line with its rows beside it; {@code whole} is what the mouse shows. */
    record Edge(
            String path, int textX, int textY, String anchor, String rows, String whole, String style, boolean arrow) {
        Edge withRows(String text) {
            return new Edge(path, textX, textY, anchor, text, whole, style, arrow);
        }
    }

    static GraphView of(PipelineGraph graph) {
        return new GraphLayout(graph, GraphFold.fold(graph.steps())).draw();
    }
}
