package dev.sluice.core.report.text;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Figures {
    private static final String[] BYTE_UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

    private Figures() {}

    /** With commas between thousands. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number of things: {@code 1 row}, {@code 2,000 rows}. The plural adds an s. */
    public static String count(long value, String thing) {
        return count(value) + " " + thing + (value == 1 ? "" : "s");
    }

    /** Never rounded to 0 % or 100 % unless it is; {@code –} of nothing. */
    public static String share(long part, long whole) {
        if (whole <= 0) {
            return "–";
        }
        if (part == whole || part == 0) {
            return part == 0 ? "0\u00a0%" : "100\u00a0%";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.01) {
            return "< 0.01\u00a0%";
        }
        if (percent > 99.99) {
            return "> 99.99\u00a0%";
        }
        return String.format(Locale.ROOT, percent < 10 ? "%.2f\u00a0%%" : "%.1f\u00a0%%", percent);
    }

    public static String bytes(long value) {
        if (value < 1024) {
            return count(value) + " B";
        }
        double scaled = value / 1024.0;
        int unit = 0;
        while (scaled >= 1024 && unit < BYTE_UNITS.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, scaled < 10 ? "%.1f %s" : "%.0f %s", scaled, BYTE_UNITS[unit]);
    }

    public static String millis(long value) {
        if (value < 1000) {
            return value + " ms";
        }
        return seconds(value / 1000.0);
    }

    public static String seconds(double value) {
        if (value < 100) {
            return String.format(Locale.ROOT, value < 10 ? "%.2f s" : "%.1f s", value);
        }
        long whole = Math.round(value);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** Rows in a second; {@code –} where there was no time. */
    public static String rate(long rows, double seconds) {
        return seconds <= 0 ? "–" : count(Math.round(rows / seconds));
    }

    /** How many times as large, such as {@code 3.4×}. */
    public static String times(double factor) {
        return String.format(Locale.ROOT, factor < 10 ? "%.1f×" : "%.0f×", factor);
    }
}
