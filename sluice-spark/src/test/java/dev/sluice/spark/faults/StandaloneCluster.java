package dev.sluice.spark.faults;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** A cluster of Spark with this process's class path: a master and two workers of one core, each a process of its own. */
final class StandaloneCluster implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Path home;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** @param home an empty folder, for logs and the executors' folders */
    static StandaloneCluster start(Path home) throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("RELEASE"));
        StandaloneCluster cluster = new StandaloneCluster(home, freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        cluster.run(
                "master", "127.0.0.1", "org.apache.spark.deploy.master.Master", "--port", String.valueOf(cluster.port));
        cluster.await();
        for (int worker = 1; worker <= 2; worker++) {
            // Of two hosts: a second attempt never runs beside the first.
            cluster.run(
                    "worker" + worker,
                    "127.0.0." + worker,
                    "org.apache.spark.deploy.worker.Worker",
                    "-c",
                    "1",
                    "-m",
                    "1g",
                    "-d",
                    home.resolve("work" + worker).toString(),
                    cluster.url());
        }
        return cluster;
    }

    String url() {
        return "spark://127.0.0.1:" + port;
    }

    Stream<ProcessHandle> executors() {
        return processes.stream().skip(1).flatMap(Process::children);
    }

    private void run(String name, String host, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main, "--host", host));
        command.addAll(List.of("--webui-port", "0"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(home.resolve(name + ".log").toFile()));
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", host);
        processes.add(builder.start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void await() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < until) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("The master does not answer: see its log in " + home);
    }

    @Override
    public void close() {
        processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        processes.forEach(Process::destroyForcibly);
    }
}
