package dev.sluice.spark.profile;

import dev.sluice.spark.expression.TextProbe;
import dev.sluice.spark.expression.TimeForm;
import dev.sluice.spark.quarantine.Proposals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The type that the texts of a column suggest. Used once. */
final class TypeGuess {
    /** A narrower type may reject so much more of the values than a wider one. */
    private static final double SLACK = 0.001;
    /** So large a share of samples must look like a time before formats are tried. */
    private static final double LIKELY = 0.8;

    private static final int MAX_SCALE = 12;
    private static final List<String> DAYS = List.of("M/d/yyyy", "M/d/yy");

    private final ColumnTally tally;
    private final long count;
    private final double least;
    private final List<String> notes = new ArrayList<>();

    /** @param tolerance the share of the values that the type may reject */
    TypeGuess(ColumnTally tally, double tolerance) {
        this.tally = tally;
        this.count = tally.values
                - tally.nothings.values().stream().mapToLong(Long::longValue).sum();
        this.least = (1 - tolerance) * count;
    }

    /** @param formats empty for ISO 8601 */
    record Guess(String type, List<String> formats, List<String> notes) {}

    Guess guess() {
        if (tally.values == 0) {
            return text("no value was seen");
        }
        if (count == 0) {
            return text("all values mean that there is none");
        }
        return times(true)
                .or(this::number)
                .or(this::word)
                .or(() -> times(false))
                .orElseGet(() -> new Guess("string", List.of(), notes));
    }

    private Guess text(String note) {
        return new Guess("string", List.of(), List.of(note));
    }

    private Optional<Guess> plain(String type) {
        return Optional.of(new Guess(type, List.of(), notes));
    }

    private Optional<Guess> number() {
        if (tally.numbers < least) {
            return Optional.empty();
        }
        if (tally.leadingZeros > 0) {
            notes.add("%d numbers begin with a zero that a number would lose: kept as text"
                    .formatted(tally.leadingZeros));
            return Optional.empty();
        }
        double enough = tally.numbers - SLACK * count;
        if (fits(TextProbe.INT) >= enough) {
            if (fits(TextProbe.BOOLEAN) >= enough) {
                notes.add("0 and 1 only: boolean would do too");
            }
            return plain("int");
        }
        if (fits(TextProbe.LONG) >= enough) {
            return plain("long");
        }
        int precision = Math.max(1, tally.integerDigits + tally.scale);
        if (tally.floating <= SLACK * count && tally.scale <= MAX_SCALE && precision <= 38) {
            return plain("decimal(%d,%d)".formatted(Math.min(38, Math.max(10, precision + 2)), tally.scale));
        }
        return plain("double");
    }

    private Optional<Guess> word() {
        if (fits(TextProbe.BOOLEAN) >= least) {
            return plain("boolean");
        }
        if (fits(TextProbe.UUID) >= least) {
            return plain("uuid");
        }
        boolean clocked = isMost(tally.samples(), text -> text.indexOf(':') > 0);
        if (clocked && fits(TextProbe.TIME) >= least) {
            return plain("time");
        }
        if (clocked && fits(TextProbe.TIMESTAMP) >= least) {
            return plain(tally.zoned * 2 > count ? "timestamptz" : "timestamp");
        }
        return !clocked && fits(TextProbe.DATE) >= least ? plain("date") : Optional.empty();
    }

    /** @param digits whether to look at values of digits only, which are numbers too */
    private Optional<Guess> times(boolean digits) {
        List<String> samples = tally.samples();
        if (digits) {
            boolean days = samples.size() >= 10
                    && samples.stream().allMatch(text -> text.matches("(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]"));
            return days ? formats(TimeForm.DATE, "date", samples) : Optional.empty();
        }
        List<String> likely = samples.stream()
                .filter(text -> text.length() <= TextShape.MAX_LENGTH
                        && text.chars().filter(c -> c >= '0' && c <= '9').count() >= 3)
                .toList();
        if (samples.isEmpty() || likely.size() < LIKELY * samples.size()) {
            return Optional.empty();
        }
        if (!isMost(likely, text -> text.indexOf(':') > 0)) {
            return formats(TimeForm.DATE, "date", samples).or(() -> formats(TimeForm.TIMESTAMP, "timestamp", samples));
        }
        return formats(TimeForm.TIME, "time", samples).or(() -> formats(TimeForm.TIMESTAMP, "timestamp", samples));
    }

    private Optional<Guess> formats(TimeForm form, String type, List<String> samples) {
        List<String> formats = Proposals.best(form, samples);
        List<String> left = samples;
        for (String format : formats) {
            left = form.unread(format, left);
        }
        if (formats.isEmpty() || left.size() > (1 - least / count) * samples.size()) {
            return Optional.empty();
        }
        for (String format : formats) {
            String other = format.replace("M/d", "d/M");
            if (DAYS.stream().anyMatch(format::startsWith)
                    && form.unread(other, samples).size()
                            == form.unread(format, samples).size()) {
                notes.add("%s reads as many values as %s: look which of them is meant".formatted(other, format));
            }
        }
        return Optional.of(new Guess(type, formats, notes));
    }

    private static boolean isMost(List<String> texts, java.util.function.Predicate<String> test) {
        return texts.stream().filter(test).count() * 2 > texts.size();
    }

    private long fits(TextProbe probe) {
        return tally.fits[probe.ordinal()];
    }
}
