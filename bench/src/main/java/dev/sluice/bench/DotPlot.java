package dev.sluice.bench;

import java.util.List;
import java.util.Locale;

/** Times as an SVG picture: a row for each contestant, a bar up to the median, a dot for each time taken. */
record DotPlot(String title, Times times) {
    private static final int WIDTH = 760;
    private static final int LEFT = 130;
    private static final int RIGHT = 90;
    private static final int TOP = 52;
    private static final int ROW = 44;

    /** The picture follows the reader's preference for dark or light; its ground is transparent. */
    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #24292f; }
              .title { font-size: 15px; font-weight: 600; }
              .axis { font-size: 11px; fill: #57606a; }
              .grid { stroke: #d0d7de; }
              .bar { fill: #9ec5f4; }
              .bar.ours { fill: #3fa796; }
              .dot { fill: #24292f; fill-opacity: .65; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; }
                .axis { fill: #9198a1; }
                .grid { stroke: #3d444d; }
                .bar { fill: #2f5d8f; }
                .bar.ours { fill: #1f7a6c; }
                .dot { fill: #f0f6fc; }
              }
            </style>
            """;

    String svg() {
        int bottom = TOP + ROW * times.contestants().size();
        double step = step(times.longest());
        double end = Math.ceil(times.longest() / step) * step;
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">\n"
                        .formatted(WIDTH, bottom + 40, WIDTH, escaped(title)));
        svg.append(STYLE).append("<text class=\"title\" x=\"12\" y=\"24\">%s</text>\n".formatted(escaped(title)));
        for (int i = 0; i * step <= end + step / 2; i++) {
            String x = number(x(i * step, end));
            svg.append("<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>\n"
                    .formatted(x, x, TOP - 8, bottom));
            svg.append("<text class=\"axis\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
                    .formatted(x, bottom + 16, number(i * step)));
        }
        svg.append("<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"end\">seconds</text>\n"
                .formatted(WIDTH - 12, bottom + 34));
        int y = TOP;
        for (String contestant : times.contestants()) {
            row(svg, contestant, times.of(contestant), y, end);
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void row(StringBuilder svg, String name, List<Double> times, int y, double end) {
        double median = Spread.of(times).median();
        String ours = name.startsWith("sluice") ? " ours" : "";
        svg.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n".formatted(LEFT - 10, y + 20, escaped(name)));
        svg.append("<rect class=\"bar%s\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"20\" rx=\"3\"/>\n"
                .formatted(ours, LEFT, y + 5, number(x(median, end) - LEFT)));
        for (double time : times) {
            svg.append("<circle class=\"dot\" cx=\"%s\" cy=\"%d\" r=\"3\"/>\n".formatted(number(x(time, end)), y + 15));
        }
        double right = times.stream().mapToDouble(Double::doubleValue).max().orElse(median);
        svg.append("<text x=\"%s\" y=\"%d\">%s s</text>\n"
                .formatted(number(x(right, end) + 10), y + 20, String.format(Locale.ROOT, "%.2f", median)));
    }

    private static double x(double value, double end) {
        return LEFT + value / end * (WIDTH - LEFT - RIGHT);
    }

    /** 1, 2 or 5 times a power of ten, for four to ten steps. */
    private static double step(double greatest) {
        double power = Math.pow(10, Math.floor(Math.log10(greatest / 4)));
        double times = greatest / 4 / power;
        return power * (times >= 5 ? 5 : times >= 2 ? 2 : 1);
    }

    private static String number(double number) {
        String text = String.format(Locale.ROOT, "%.2f", number);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
