package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what {@code docs/guide/walk-through.md} says, from top to bottom, in an empty folder.
 *
 * <p>A block with a title is a file. In a block of type {@code console} a line after {@code $} is a command; the lines
 * below it are lines of what it prints, in this order, others between them being left out. {@code <word>} there stands
 * for anything without a space, the same from then on; blanks count as one. {@code [exit 5]} is the status where it is not 0.
 */
class WalkThroughTest {
    private static final Path PAGE = Path.of("../docs/guide/walk-through.md");
    /** All that was printed, for whoever writes the page. */
    private static final Path TRANSCRIPT = Path.of("target/walk-through.txt");

    private static final Pattern BLOCK =
            Pattern.compile("^```(\\S+)(?: title=\"([^\"]+)\")?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z]+)>");
    private static final Pattern EXIT = Pattern.compile("\\[exit (\\d+)]");

    @TempDir
    Path folder;

    private final Map<String, String> known = new HashMap<>();

    private final StringBuilder transcript = new StringBuilder();
    private final List<String> wrong = new ArrayList<>();

    private record Said(String command, List<String> shown, int status) {}

    @Test
    void everyCommandOfTheWalkThroughDoesWhatThePageShows() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        int commands = 0;
        while (block.find()) {
            String title = block.group(2);
            if (title != null) {
                Path file = folder.resolve(title);
                Files.createDirectories(file.getParent());
                Files.writeString(file, block.group(3));
            } else if (block.group(1).equals("console")) {
                for (Said said : said(block.group(3))) {
                    check(said);
                    commands++;
                }
            }
        }
        Files.writeString(TRANSCRIPT, transcript);
        assertThat(wrong).isEmpty();
        assertThat(commands).isGreaterThan(20);
    }

    private static List<Said> said(String text) {
        List<Said> all = new ArrayList<>();
        for (String line : text.split("\n")) {
            Matcher exit = EXIT.matcher(line.strip());
            if (line.startsWith("$ ")) {
                all.add(new Said(line.substring(2), new ArrayList<>(), 0));
                continue;
            }
            Said last = all.get(all.size() - 1);
            if (exit.matches()) {
                all.set(all.size() - 1, new Said(last.command(), last.shown(), Integer.parseInt(exit.group(1))));
            } else if (!line.isBlank()) {
                last.shown().add(oneBlank(line));
            }
        }
        return all;
    }

    private void check(Said said) throws Exception {
        String command =
                PLACEHOLDER.matcher(said.command()).replaceAll(name -> Matcher.quoteReplacement(known(name.group(1))));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status =
                command.startsWith("sluice ") ? sluice(words(command.substring(7)), printed) : shell(command, printed);
        String output = printed.toString(StandardCharsets.UTF_8);
        transcript.append("$ ").append(command).append('\n').append(output).append('\n');

        if (status != said.status()) {
            wrong.add("exit status %d of '%s', which printed%n%s".formatted(status, command, output));
        }
        int from = 0;
        List<String> lines = output.lines().map(WalkThroughTest::oneBlank).toList();
        for (String shown : said.shown()) {
            Pattern pattern = pattern(shown);
            int at = from;
            while (at < lines.size() && !matches(pattern, lines.get(at), shown)) {
                at++;
            }
            if (at == lines.size()) {
                wrong.add("no line '%s' of '%s', which printed%n%s".formatted(shown, command, output));
            } else {
                from = at + 1;
            }
        }
    }

    /** Columns are as wide as what is in them, a user's name for one. */
    private static String oneBlank(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    private String known(String name) {
        return known.getOrDefault(name, "unknown-" + name);
    }

    private Pattern pattern(String shown) {
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(shown);
        int end = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(shown.substring(end, placeholder.start())));
            String value = known.get(placeholder.group(1));
            regex.append(value == null ? "(?<" + placeholder.group(1) + ">\\S+)" : Pattern.quote(value));
            end = placeholder.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(shown.substring(end))).toString());
    }

    private boolean matches(Pattern pattern, String line, String shown) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        Matcher placeholder = PLACEHOLDER.matcher(shown);
        while (placeholder.find()) {
            String name = placeholder.group(1);
            if (!known.containsKey(name)) {
                known.put(name, matcher.group(name));
            }
        }
        return true;
    }

    private int sluice(List<String> arguments, ByteArrayOutputStream printed) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Console console = new Console(out, out, false, false, 200);
        Invocation invocation = Invocation.of(
                console, Map.of("SLUICE_HOME", folder.resolve("home").toString()), folder);
        return new Commands(invocation).execute(arguments.toArray(String[]::new));
    }

    private int shell(String command, ByteArrayOutputStream printed) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        process.getInputStream().transferTo(printed);
        return process.waitFor();
    }

    /** As a shell would see them: divided at blanks, except within quotes. */
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+").matcher(command);
        while (word.find()) {
            words.add(word.group().replaceAll("\"([^\"]*)\"|'([^']*)'", "$1$2"));
        }
        return words;
    }
}
