package dev.sluice.core.config;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.core.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Renders problems with the line that they stand in. For one thread. */
public final class ProblemPrinter {
    private static final int WIDTH = 120;
    private static final String RED = "\u001b[1;31m";
    private static final String BLUE = "\u001b[34m";
    private static final String OFF = "\u001b[0m";

    private final Path folder;
    private final Optional<String> environment;
    private final boolean color;
    private final Map<String, List<String>> files = new HashMap<>();

    /** @param folder of the project, at which the problems' files start */
    public ProblemPrinter(Path folder, Optional<String> environment, boolean color) {
        this.folder = folder;
        this.environment = environment;
        this.color = color;
    }

    /** All problems, an empty line between two. */
    public String print(List<Problem> problems) {
        return problems.stream().map(this::print).collect(Collectors.joining("\n"));
    }

    /** Lines that end in a line feed. Nothing in them but the printer's own colours can steer a terminal. */
    public String print(Problem problem) {
        StringBuilder out = new StringBuilder();
        out.append(RED, 0, color ? RED.length() : 0)
                .append("error[")
                .append(problem.code().id())
                .append(']')
                .append(color ? OFF : "")
                .append(' ')
                .append(Printable.line(problem.message()))
                .append('\n');
        String advice = Printable.line(problem.advice())
                + environment
                        .map(name -> "   (env: " + Printable.line(name) + ")")
                        .orElse("");
        Location location = problem.location();
        if (location == null) {
            return out.append("  ").append(advice).append('\n').toString();
        }
        out.append("  ")
                .append(color ? BLUE : "")
                .append(Printable.line(location.toString()))
                .append(color ? OFF : "")
                .append('\n');
        List<String> lines = location.line() > 0 ? lines(location.file()) : List.of();
        if (location.line() < 1 || location.line() > lines.size()) {
            return out.append("  ").append(advice).append('\n').toString();
        }
        snippet(out, lines.get(location.line() - 1), location, advice);
        return out.toString();
    }

    private void snippet(StringBuilder out, String line, Location location, String advice) {
        int[] characters = line.codePoints().map(Printable::one).toArray();
        int start = Math.min(Math.max(0, location.column() - 1), characters.length);
        int from = start < WIDTH ? 0 : start - WIDTH / 3;
        int to = Math.min(characters.length, from + WIDTH);
        String lead = from > 0 ? "…" : "";
        int carets = Math.max(1, Math.min(location.length(), to - start));
        String number = "%5d".formatted(location.line());
        out.append(number)
                .append(" | ")
                .append(lead)
                .append(new String(characters, from, to - from))
                .append(to < characters.length ? "…" : "")
                .append('\n');
        out.append(" ".repeat(number.length()))
                .append(" | ")
                .append(" ".repeat(lead.length() + start - from))
                .append(color ? RED : "")
                .append("^".repeat(carets))
                .append(color ? OFF : "")
                .append(' ')
                .append(advice)
                .append('\n');
    }

    /** A file, or one that lies in a zip file: {@code packs/pii-1.2.0.zip!/pack.yaml}. */
    private InputStream open(String name) throws IOException {
        int bang = name.indexOf(".zip!/");
        if (bang < 0) {
            return Files.newInputStream(folder.resolve(name));
        }
        Path path = folder.resolve(name.substring(0, bang + 4));
        try (ZipFile zip = new ZipFile(path.toFile());
                InputStream in = zip.getInputStream(new ZipEntry(name.substring(bang + 6)))) {
            return new ByteArrayInputStream(in == null ? new byte[0] : in.readNBytes(YamlReader.MAX_BYTES));
        }
    }

    private List<String> lines(String file) {
        return files.computeIfAbsent(file, name -> {
            try (InputStream in = open(name)) {
                String text = new String(in.readNBytes(YamlReader.MAX_BYTES), StandardCharsets.UTF_8);
                return List.of((text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\n|\r", -1));
            } catch (IOException | RuntimeException e) {
                return List.of(); // the place alone must do
            }
        });
    }
}
