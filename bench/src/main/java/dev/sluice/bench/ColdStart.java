package dev.sluice.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A whole process from its start to its end: {@code sluice run} of a small file beside a bare Spark session. */
final class ColdStart {
    private static final Counts NONE = new Counts(0, 0);

    private final Bench bench;
    private final Path distribution;
    private final Path file;

    private ColdStart(Bench bench, Path distribution) throws IOException {
        this.bench = bench;
        this.distribution = distribution;
        this.file = bench.file();
    }

    /** @param distribution the folder that has {@code bin/sluice} */
    static Report run(Bench bench, Path distribution) throws Exception {
        return new ColdStart(bench, distribution).run();
    }

    private Report run() throws Exception {
        // The archive of loaded classes is made on first use, not in each run.
        process(List.of(sluice(), "--make-archive", "spark"), "archive");
        requireArchive();
        List<Contestant> processes =
                List.of(process("sluice run", this::sluiceRun), process("bare spark", round -> bareSession(round)));
        Times times = bench.race().run(processes);
        return new Report(
                "cold",
                "Cold start of a small load",
                List.of(
                        bench.facts(file).get(0),
                        Machine.facts(),
                        "whole processes in turns; bare spark is a session on the same class path that runs one trivial job,"
                                + " without an archive of loaded classes"),
                times,
                List.of(
                        new Finding("sluice run, seconds", times.spread("sluice run"), "<= 8"),
                        new Finding("sluice run ÷ bare spark", times.ratio("sluice run", "bare spark"), "<= 2.20")));
    }

    /** Another process may be at making it, or may have been killed while it was. */
    private void requireArchive() throws IOException {
        try (Stream<Path> files = Files.list(distribution.resolve(".archives"))) {
            if (files.noneMatch(file -> file.toString().endsWith(".jsa"))) {
                throw new IllegalStateException(
                        "Cannot measure: there is no archive of classes in " + distribution.resolve(".archives"));
            }
        }
    }

    private String sluice() {
        return distribution.resolve("bin/sluice").toString();
    }

    private void sluiceRun(int round) throws Exception {
        BenchProject project = BenchProject.create(bench.work().resolve("cold-" + round));
        project.add("customers", bench.workload(), file.toString());
        process(
                List.of(
                        sluice(),
                        "run",
                        "customers",
                        "--project",
                        project.folder().toString(),
                        "-o",
                        "json"),
                "run-" + round);
    }

    private void bareSession(int round) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-D"))
                .forEach(command::add);
        command.addAll(List.of("-cp", classPath(), BareSession.class.getName()));
        process(command, "bare-" + round);
    }

    /** The distribution's jars, and this one at the end. */
    private String classPath() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String kind : List.of("light", "spark")) {
            try (Stream<Path> files = Files.list(distribution.resolve("lib/" + kind))) {
                files.map(Path::toString)
                        .filter(name -> name.endsWith(".jar"))
                        .sorted()
                        .forEach(jars::add);
            }
        }
        Path own = Path.of(ColdStart.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        jars.add(own.toString());
        return String.join(":", jars);
    }

    /** Runs to the end, with the output in a file. */
    private void process(List<String> command, String name) throws IOException, InterruptedException {
        Path output = bench.work().resolve(name + ".out");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("Cannot measure: %s ended with %d\n%s"
                    .formatted(String.join(" ", command), exit, Files.readString(output)));
        }
    }

    private interface Work {
        void run(int round) throws Exception;
    }

    private static Contestant process(String name, Work work) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void load(int round) throws Exception {
                work.run(round);
            }

            @Override
            public Counts counts(int round) {
                return NONE;
            }

            @Override
            public Counts expected() {
                return NONE;
            }

            @Override
            public void discard(int round) {}
        };
    }
}
