package dev.sluice.spark.row;

import dev.sluice.core.plugin.PluginJar;
import dev.sluice.core.plugin.PluginLoader;
import dev.sluice.core.plugin.Sha256;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A plug-in jar on its way to the executors, each of which fetches its content once, when it first needs it.
 *
 * <p>A broadcast, not a file added to the session: it reaches the tasks of every session, also of one that isolates its
 * artifacts, and two contents of a jar of one name do not get into each other's way.
 */
record JarOnCluster(String name, String sha256, String version, Broadcast<byte[]> content) implements Serializable {
    private static final Map<SparkContext, Map<String, JarOnCluster>> SENT = new WeakHashMap<>();

    /** The same for the same content, as long as the context lives. */
    static JarOnCluster of(SparkContext spark, PluginJar jar) {
        Map<String, JarOnCluster> sent;
        synchronized (SENT) {
            sent = SENT.computeIfAbsent(spark, any -> new ConcurrentHashMap<>());
        }
        return sent.computeIfAbsent(
                jar.sha256().hex(),
                sha256 -> new JarOnCluster(
                        jar.name(),
                        sha256,
                        jar.version(),
                        JavaSparkContext.fromSparkContext(spark).broadcast(jar.content())));
    }

    ClassLoader loader() {
        Sha256 hash = new Sha256(sha256);
        return PluginLoader.of(hash, () -> new PluginJar(name, hash, version, Optional.empty(), content.value()));
    }
}
