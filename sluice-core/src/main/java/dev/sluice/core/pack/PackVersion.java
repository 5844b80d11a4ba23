package dev.sluice.core.pack;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of two or three numbers; {@code 1.2} is the same version as {@code 1.2.0}. */
record PackVersion(int major, int minor, int patch) implements Comparable<PackVersion> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?");
    private static final Comparator<PackVersion> ORDER = Comparator.comparingInt(PackVersion::major)
            .thenComparingInt(PackVersion::minor)
            .thenComparingInt(PackVersion::patch);

    static Optional<PackVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String patch = matcher.group(3);
        return Optional.of(new PackVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? 0 : Integer.parseInt(patch)));
    }

    /** Whether it is what the text asks for: with three numbers exactly that, with two any patch of it. */
    boolean answers(String requested) {
        PackVersion asked = parse(requested).orElse(null);
        return asked != null
                && (requested.chars().filter(c -> c == '.').count() == 2
                        ? equals(asked)
                        : major == asked.major && minor == asked.minor);
    }

    @Override
    public int compareTo(PackVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
