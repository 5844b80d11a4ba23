package dev.sluice.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds calls that end the JVM, in a class and in all classes of its package and of those below that it leads to. Looks at
 * compiled code, so a call is found although no row reaches it; one by reflection is not.
 */
final class ExitCalls {
    private static final Set<String> ENDINGS =
            Set.of("java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt");

    private ExitCalls() {}

    /** Such as {@code com.example.Foo calls java.lang.System.exit}; each once. */
    static List<String> of(Class<?> start) {
        String home = start.getPackageName().replace('.', '/');
        List<String> found = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(start.getName().replace('.', '/')));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String name = open.pop();
            ClassFile file = read(start, name);
            if (file == null) {
                continue;
            }
            file.calls().stream()
                    .filter(ENDINGS::contains)
                    .forEach(
                            call -> found.add("%s calls %s".formatted(name.replace('/', '.'), call.replace('/', '.'))));
            for (String other : file.used()) {
                if (other.startsWith(home + "/") && seen.add(other)) {
                    open.add(other);
                }
            }
        }
        return found;
    }

    private static @org.jspecify.annotations.Nullable ClassFile read(Class<?> start, String name) {
        ClassLoader loader =
                start.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : start.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            return in == null ? null : ClassFile.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the class " + name, e);
        }
    }
}
