package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.count;

import dev.sluice.core.report.GraphView.Box;
import dev.sluice.core.report.GraphView.Edge;
import dev.sluice.core.report.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Places boxes and edges. One use. */
final class GraphLayout {
    private static final int WIDTH = 412;
    private static final int STEP_WIDTH = 238;
    private static final int TABLE_WIDTH = 198;
    private static final int ONE_LINE = 48;
    private static final int TWO_LINES = 64;
    private static final int GAP = 36;
    private static final int CORNER = 8;
    /** Room for the tip of an arrow. */
    private static final int TIP = 7;

    private static final int SPINE = TABLE_WIDTH / 2;
    private static final int RAIL = WIDTH - TABLE_WIDTH / 2;
    private static final int CHARACTERS_OF_STEP = 25;
    private static final int CHARACTERS_OF_TABLE = 20;

    private final PipelineGraph graph;
    private final List<GraphNode> steps;
    private final List<Box> boxes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final StringBuilder description = new StringBuilder();
    private int y = 1;
    /** Where the rail begins; 0 before the first flagged row. */
    private int railFrom;

    GraphLayout(PipelineGraph graph, List<GraphNode> steps) {
        this.graph = graph;
        this.steps = steps;
    }

    GraphView draw() {
        for (int i = 0; i < steps.size(); i++) {
            GraphNode step = steps.get(i);
            if (i > 0) {
                down(step);
            }
            Box box = box(step, 1, STEP_WIDTH, CHARACTERS_OF_STEP, step.flagged() > 0 ? "flagged" : "step");
            boxes.add(box);
            if (step.flagged() > 0) {
                flag(step, y + box.height() / 2);
            }
            y += box.height() + GAP;
        }
        int bottom = tables();
        String note = railFrom == 0 ? "" : "To the right: the reasons that each step gave. A row may have several.";
        if (graph.filtered() > 0) {
            note += " " + count(graph.filtered(), "row") + " taken out by a filter that the pipeline declares.";
        }
        return new GraphView(bottom + 1, boxes, edges, description.toString(), note);
    }

    private int tables() {
        GraphNode quarantine = graph.quarantine();
        boolean bad = quarantine.rowsIn().orElse(0) > 0;
        down(graph.target());
        String path;
        if (railFrom > 0) {
            path = "M%d %dV%d".formatted(RAIL, railFrom + CORNER, y - TIP);
        } else {
            int last = y - GAP - ONE_LINE / 2;
            path = turn(last) + "V%d".formatted(y - TIP);
        }
        Edge whole = edge(path, RAIL + 10, quarantine, bad ? "loss" : "none");
        edges.add(bad ? whole.withRows(compact(quarantine.rowsIn().orElse(0))) : whole);
        Box target = box(
                graph.target(),
                1,
                TABLE_WIDTH,
                CHARACTERS_OF_TABLE,
                graph.target().rowsIn().orElse(0) > 0 ? "target" : "idle");
        Box other =
                box(quarantine, WIDTH - TABLE_WIDTH + 1, TABLE_WIDTH, CHARACTERS_OF_TABLE, bad ? "quarantine" : "idle");
        boxes.add(target);
        boxes.add(other);
        return y + Math.max(target.height(), other.height());
    }

    private void down(GraphNode into) {
        String style = into.rowsIn().orElse(0) == 0 ? "none" : "flow";
        edges.add(edge("M%d %dV%d".formatted(SPINE, y - GAP, y - TIP), SPINE + 10, into, style));
    }

    private Edge edge(String path, int textX, GraphNode into, String style) {
        OptionalLong rows = into.rowsIn();
        String text = rows.isEmpty() ? "not counted" : count(rows.getAsLong());
        String whole = (rows.isEmpty() ? "Rows not counted" : count(rows.getAsLong(), "row")) + " to "
                + Shown.name(into.name(), Limits.NAME);
        description.append(whole).append("; ");
        return new Edge(path, textX, y - GAP / 2 + 2, "start", text, whole, style, true);
    }

    private void flag(GraphNode step, int middle) {
        String path = railFrom > 0 ? "M%d %dH%d".formatted(STEP_WIDTH - 1, middle, RAIL) : turn(middle);
        if (railFrom == 0) {
            railFrom = middle;
        }
        String whole = count(step.flagged(), "reason") + " from " + Shown.name(step.name(), Limits.NAME);
        description.append(whole).append("; ");
        int textX = (STEP_WIDTH + RAIL) / 2 - 2;
        edges.add(new Edge(path, textX, middle - 6, "middle", compact(step.flagged()), whole, "loss", false));
    }

    /** From the right side of a step to the rail and round its corner. */
    private static String turn(int middle) {
        return "M%d %dH%dQ%d %d %d %d"
                .formatted(STEP_WIDTH - 1, middle, RAIL - CORNER, RAIL, middle, RAIL, middle + CORNER);
    }

    private Box box(GraphNode node, int x, int width, int characters, String style) {
        List<String> lines = lines(node.name(), characters);
        return new Box(
                x,
                y,
                width - 2,
                lines.size() == 1 ? ONE_LINE : TWO_LINES,
                Shown.name(node.detail(), characters),
                lines,
                Shown.name(node.name(), 2 * Limits.NAME),
                style);
    }

    /** One line, or two that part where a word ends. */
    private static List<String> lines(String name, int characters) {
        if (name.isEmpty()) {
            return List.of("(no name)");
        }
        String shown = Shown.name(name, 2 * characters);
        if (shown.length() <= characters) {
            return List.of(shown);
        }
        int cut = characters;
        for (int i = characters; i > characters / 2; i--) {
            if (!Character.isLetterOrDigit(shown.charAt(i - 1)) && Character.isLetterOrDigit(shown.charAt(i))) {
                cut = i;
                break;
            }
        }
        if (Character.isLowSurrogate(shown.charAt(cut))) {
            cut--;
        }
        return List.of(shown.substring(0, cut), Shown.name(shown.substring(cut), characters));
    }

    /** Beside the rail there is room for seven digits. */
    private static String compact(long rows) {
        if (rows < 10_000_000) {
            return count(rows);
        }
        return rows < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f M", rows / 1e6)
                : String.format(Locale.ROOT, "%,.1f bn", rows / 1e9);
    }
}
