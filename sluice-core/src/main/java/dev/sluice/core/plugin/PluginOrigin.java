package dev.sluice.core.plugin;

import dev.sluice.api.Plugin;
import java.util.Optional;

/** Where a plug-in comes from. */
public final class PluginOrigin {
    private PluginOrigin() {}

    /** The jar that a plug-in was loaded from; empty for those on the class path. */
    public static Optional<PluginJar> jar(Plugin plugin) {
        return plugin.getClass().getClassLoader() instanceof PluginLoader loader
                ? Optional.of(loader.jar())
                : Optional.empty();
    }

    /** The plug-in's class, and its jar, for who looks for the code. */
    public static String home(Plugin plugin) {
        String name = plugin.getClass().getName();
        return jar(plugin).map(jar -> "%s of %s".formatted(name, jar.name())).orElse(name);
    }

    /** How messages call a plug-in: its word, version and jar. */
    public static String describe(Plugin plugin) {
        String word = "'" + plugin.descriptor().word() + "'";
        return jar(plugin)
                .map(jar -> "%s (%s, %s)".formatted(word, jar.version(), jar.name()))
                .orElse(word);
    }
}
