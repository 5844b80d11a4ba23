package dev.sluice.core.pack;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of two or three numbers. By their order {@code 1.2} and {@code 1.2.0} are the same version, though written
 * differently.
 *
 * @param patch empty where only two numbers are written
 */
public record PackVersion(int major, int minor, OptionalInt patch) implements Comparable<PackVersion> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?");
    private static final Comparator<PackVersion> ORDER = Comparator.comparingInt(PackVersion::major)
            .thenComparingInt(PackVersion::minor)
            .thenComparingInt(version -> version.patch.orElse(0));

    public PackVersion {
        requireNonNull(patch, "patch");
    }

    /** Empty where the text is no version. */
    public static Optional<PackVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String patch = matcher.group(3);
        return Optional.of(new PackVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(patch))));
    }

    /** Whether it is what was asked for: with three numbers exactly that, with two any patch of it. */
    public boolean answers(PackVersion asked) {
        return asked.patch.isPresent() ? isSame(asked) : major == asked.major && minor == asked.minor;
    }

    public boolean isSame(PackVersion other) {
        return compareTo(other) == 0;
    }

    @Override
    public int compareTo(PackVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + (patch.isPresent() ? "." + patch.getAsInt() : "");
    }
}
