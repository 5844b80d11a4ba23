package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.request;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process of its own that wants {@code keys} batches one after another, prints the keys of those that it got, then
 * {@code done}, and stays until it is killed. It begins when a line comes in.
 */
final class ClaimingProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private ClaimingProcess(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ClaimingProcess start(String url, String name, int keys) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        ClaimingProcess.class.getName(),
                        url,
                        name,
                        Integer.toString(keys))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ClaimingProcess(process);
    }

    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    String line() throws IOException {
        return String.valueOf(lines.readLine());
    }

    /** As by {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        String name = arguments[1];
        int keys = Integer.parseInt(arguments[2]);
        System.out.println("ready");
        int begun = System.in.read();
        // Opened only now, so that two processes also race to make the tables.
        try (Ledger ledger = SqliteLedger.open(arguments[0])) {
            for (int key = 0; begun >= 0 && key < keys; key++) {
                Claim claim = ledger.begin(request(name + "-" + key, "batch-" + key, file("f" + key)));
                if (claim instanceof Claim.Started) {
                    System.out.println(key);
                }
            }
            System.out.println("done");
            int forever = System.in.read();
            System.exit(forever);
        }
    }
}
