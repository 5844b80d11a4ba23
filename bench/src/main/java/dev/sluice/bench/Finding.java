package dev.sluice.bench;

/**
 * A figure that was looked for.
 *
 * @param wanted its bound, such as {@code <= 1.10}; empty where it is only told
 */
record Finding(String what, Spread figure, String wanted) {
    /** Whether the median keeps to the bound; true where there is none. */
    boolean holds() {
        if (wanted.isEmpty()) {
            return true;
        }
        double bound = Double.parseDouble(wanted.replaceAll("[^0-9.]", ""));
        return wanted.startsWith("<") ? figure.median() <= bound : figure.median() >= bound;
    }

    String line() {
        String verdict = wanted.isEmpty() ? "" : "   wanted %s: %s".formatted(wanted, holds() ? "holds" : "MISSED");
        return "%-32s %s%s".formatted(what, figure.text(), verdict);
    }
}
