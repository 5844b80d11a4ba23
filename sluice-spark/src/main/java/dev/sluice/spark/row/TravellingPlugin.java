package dev.sluice.spark.row;

import static dev.sluice.api.ErrorCode.PLUGIN_DEPENDENCY;
import static dev.sluice.api.ErrorCode.PLUGIN_OPEN;

import dev.sluice.api.Plugin;
import dev.sluice.api.SluiceException;
import dev.sluice.core.plugin.PluginOrigin;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** A plug-in on its way to the executors: the jar and the class, never an object of the plug-in. */
public final class TravellingPlugin implements Serializable {
    private static final long serialVersionUID = 1;

    private final String describe;
    private final String className;
    private final @Nullable JarOnCluster jar;

    private TravellingPlugin(String describe, String className, @Nullable JarOnCluster jar) {
        this.describe = describe;
        this.className = className;
        this.jar = jar;
    }

    public static TravellingPlugin of(SparkContext spark, Plugin plugin) {
        return new TravellingPlugin(
                PluginOrigin.describe(plugin),
                plugin.getClass().getName(),
                PluginOrigin.jar(plugin)
                        .map(found -> JarOnCluster.of(spark, found))
                        .orElse(null));
    }

    /** How messages call it. */
    public String describe() {
        return describe;
    }

    String className() {
        return className;
    }

    /**
     * An own instance.
     *
     * @throws SluiceException if it cannot be made
     */
    public <P> P make(Class<P> kind) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader =
                jar != null ? jar.loader() : context != null ? context : TravellingPlugin.class.getClassLoader();
        try {
            return Class.forName(className, true, loader)
                    .asSubclass(kind)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new SluiceException(PLUGIN_OPEN, "Cannot make the plug-in %s: %s".formatted(describe, e), e);
        } catch (LinkageError e) {
            throw missing(e);
        }
    }

    public SluiceException missing(LinkageError e) {
        return new SluiceException(
                PLUGIN_DEPENDENCY,
                "Cannot run the plug-in %s: it needs a class that cannot be loaded (%s)".formatted(describe, e));
    }

    /** How reasons tell of what a plug-in has thrown. */
    public String told(Throwable thrown) {
        String message = thrown.getMessage();
        String line =
                message == null ? "" : message.lines().findFirst().orElse("").strip();
        return "%s%s (plug-in %s)".formatted(thrown.getClass().getName(), line.isEmpty() ? "" : ": " + line, describe);
    }
}
