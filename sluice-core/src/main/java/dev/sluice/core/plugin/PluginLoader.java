package dev.sluice.core.plugin;

import static dev.sluice.api.ErrorCode.PLUGIN_JAR_DAMAGED;

import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one jar, its own before those of Sluice and Spark, so that each plug-in has the versions of the
 * libraries that it brings. What plug-in and Sluice speak with each other comes from Sluice always.
 *
 * <p>There is one loader for each content of a jar in a JVM, on the driver and on each executor.
 */
public final class PluginLoader extends URLClassLoader {
    /** Found in the parent before the jar: both sides must mean the same class. */
    private static final List<String> SHARED =
            List.of("java.", "javax.", "jdk.", "sun.", "dev.sluice.api.", "org.apache.spark.", "scala.", "org.slf4j.");

    private static final String SERVICES = "META-INF/services/dev.sluice.";
    private static final Map<Sha256, PluginLoader> LOADERS = new ConcurrentHashMap<>();

    static {
        registerAsParallelCapable();
    }

    private final PluginJar jar;

    private PluginLoader(PluginJar jar, URL url) {
        super("plug-in " + jar.name(), new URL[] {url}, PluginLoader.class.getClassLoader());
        this.jar = jar;
    }

    /** The loader of a jar, made at first use. */
    public static PluginLoader of(PluginJar jar) {
        return of(jar.sha256(), () -> jar);
    }

    /**
     * The loader of a jar that is known by its hash.
     *
     * @param content asked for where the JVM has no loader for it yet
     */
    public static PluginLoader of(Sha256 sha256, Supplier<PluginJar> content) {
        return LOADERS.computeIfAbsent(sha256, any -> open(content.get()));
    }

    private static PluginLoader open(PluginJar jar) {
        try {
            // A copy of its own: who replaces the jar while Sluice runs must not tear it.
            Path copy = Files.createTempFile("sluice-plugin-", ".jar");
            copy.toFile().deleteOnExit();
            Files.write(copy, jar.content());
            return new PluginLoader(jar, copy.toUri().toURL());
        } catch (IOException e) {
            throw new SluiceException(
                    PLUGIN_JAR_DAMAGED, "Cannot make a copy of the plug-in jar %s: %s".formatted(jar.name(), e), e);
        }
    }

    public PluginJar jar() {
        return jar;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> found = findLoadedClass(name);
            if (found == null && SHARED.stream().noneMatch(name::startsWith)) {
                found = own(name);
            }
            if (found == null) {
                // The parent; what is shared but missing there, from the jar after all.
                return super.loadClass(name, resolve);
            }
            if (resolve) {
                resolveClass(found);
            }
            return found;
        }
    }

    private @Nullable Class<?> own(String name) {
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null || name.startsWith(SERVICES) ? own : super.getResource(name);
    }

    /** Sluice's own plug-ins are not this jar's. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
        if (!name.startsWith(SERVICES)) {
            found.addAll(Collections.list(PluginLoader.class.getClassLoader().getResources(name)));
        }
        return Collections.enumeration(found);
    }
}
