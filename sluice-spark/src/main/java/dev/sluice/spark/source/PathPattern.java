package dev.sluice.spark.source;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path of which parts may be patterns: {@code ?} and {@code *} within a name, {@code [a-z]}, {@code [!a-z]} or
 * {@code [^a-z]}, {@code {a,b}}, and {@code **} as a whole part for any number of folders. A backslash takes the next
 * character as it is.
 *
 * @param base the part before the first pattern, such as {@code file:/data/in}
 * @param parts what follows; empty for a plain path
 */
record PathPattern(String text, String base, List<Part> parts) {
    /** One name of the path. */
    sealed interface Part {}

    /** Exactly this name. */
    record Name(String name) implements Part {}

    /** Any name that matches. */
    record Names(Pattern pattern) implements Part {
        boolean matches(String name) {
            return pattern.matcher(name).matches();
        }
    }

    /** Any number of folders, none included. */
    record AnyFolders() implements Part {}

    PathPattern {
        requireNonNull(base, "base");
        parts = List.copyOf(parts);
    }

    /**
     * @param root scheme and authority, such as {@code file:} or {@code s3a://bucket}
     * @param path the rest, beginning with a slash
     * @throws SluiceException {@code PATH_PATTERN}
     */
    static PathPattern of(String text, String root, String path) {
        StringBuilder base = new StringBuilder(root);
        List<Part> parts = new ArrayList<>();
        for (String name : split(text, path)) {
            Part part = part(text, name);
            if (parts.isEmpty() && part instanceof Name plain) {
                base.append('/').append(plain.name());
            } else {
                parts.add(part);
            }
        }
        return new PathPattern(text, base.length() == root.length() ? root + "/" : base.toString(), parts);
    }

    private static List<String> split(String text, String path) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' && i + 1 < path.length()) {
                name.append(c).append(path.charAt(++i));
            } else if (c == '/') {
                if (braces > 0) {
                    throw invalid(text, "a brace may not span folders");
                }
                add(names, name);
            } else {
                braces += c == '{' ? 1 : c == '}' ? -1 : 0;
                name.append(c);
            }
        }
        add(names, name);
        return names;
    }

    // "." is nothing and ".." takes back the name before it, as long as that is no pattern: PathGuard sees the result.
    private static void add(List<String> names, StringBuilder name) {
        String text = name.toString();
        name.setLength(0);
        if (text.equals("..")) {
            if (!names.isEmpty()) {
                names.remove(names.size() - 1);
            }
        } else if (!text.isEmpty() && !text.equals(".")) {
            names.add(text);
        }
    }

    private static Part part(String text, String name) {
        if (name.equals("**")) {
            return new AnyFolders();
        }
        NameGlob glob = NameGlob.compile(name, why -> invalid(text, why));
        return glob.isPlain() ? new Name(glob.plain()) : new Names(glob.pattern());
    }

    private static SluiceException invalid(String text, String why) {
        return new SluiceException(ErrorCode.PATH_PATTERN, "Invalid path pattern '%s': %s".formatted(text, why));
    }
}
