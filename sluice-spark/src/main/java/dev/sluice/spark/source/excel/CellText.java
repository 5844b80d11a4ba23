package dev.sluice.spark.source.excel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.dhatim.fastexcel.reader.Cell;
import org.jspecify.annotations.Nullable;

/** The text that stands for a cell, whatever its format shows: numbers with all their digits, dates in ISO 8601. */
final class CellText {
    private static final BigDecimal MILLIS_PER_DAY = BigDecimal.valueOf(86_400_000);
    /** The last day that Excel knows. */
    private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_465);

    private static final int MOST_DIGITS = 400;

    private CellText() {}

    static @Nullable String of(Cell cell, boolean date1904) {
        Object value = cell.getValue();
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal number) {
            return number(number, Kind.of(cell.getDataFormatId(), cell.getDataFormatString()), date1904);
        }
        String text = value.toString();
        return text.isEmpty() ? null : text;
    }

    private static String number(BigDecimal number, Kind kind, boolean date1904) {
        boolean inRange = number.signum() >= 0 && number.compareTo(LAST_DAY.add(BigDecimal.ONE)) < 0;
        if (kind == Kind.NUMBER || !inRange || kind == Kind.TIME && number.compareTo(BigDecimal.ONE) >= 0) {
            return Math.abs(number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS
                    ? number.toString()
                    : number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        int days = number.intValue();
        long millis = number.remainder(BigDecimal.ONE)
                .multiply(MILLIS_PER_DAY)
                .setScale(0, RoundingMode.HALF_UP)
                .longValue();
        LocalDateTime moment = day(days, date1904).atStartOfDay().plusNanos(millis * 1_000_000);
        if (kind == Kind.TIME) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(moment.toLocalTime());
        }
        return kind == Kind.DATE && moment.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? moment.toLocalDate().toString()
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment);
    }

    /** Excel has a 29 February 1900, which never was: days before are counted from one day later. */
    private static LocalDate day(int days, boolean date1904) {
        if (date1904) {
            return LocalDate.of(1904, 1, 1).plusDays(days);
        }
        return LocalDate.of(1899, 12, days < 60 ? 31 : 30).plusDays(days);
    }

    /** What a number's format makes of it. */
    enum Kind {
        NUMBER,
        DATE,
        TIME,
        DATE_TIME;

        static Kind of(@Nullable Integer id, @Nullable String format) {
            if (format == null) {
                return builtIn(id);
            }
            // Without what is quoted, escaped or in brackets, such as colours; durations such as [h] stay numbers.
            String plain = format.toLowerCase(Locale.ROOT)
                    .replaceAll("\"[^\"]*\"|\\\\.|_.|\\*.", "")
                    .split(";", 2)[0];
            if (plain.matches(".*\\[[hms]+].*")) {
                return NUMBER;
            }
            plain = plain.replaceAll("\\[[^]]*]", "").replaceAll("general|am/pm|a/p", "");
            boolean date = plain.matches(".*[yd].*") || plain.matches("[^hs]*m[^hs]*");
            boolean time = plain.matches(".*[hs].*");
            return date && time ? DATE_TIME : date ? DATE : time ? TIME : NUMBER;
        }

        private static Kind builtIn(@Nullable Integer number) {
            if (number == null) {
                return NUMBER;
            }
            if (number >= 14 && number <= 17 || number >= 27 && number <= 36 || number >= 50 && number <= 58) {
                return DATE;
            }
            if (number >= 18 && number <= 21 || number == 45 || number == 47) {
                return TIME;
            }
            return number == 22 ? DATE_TIME : NUMBER;
        }
    }
}
