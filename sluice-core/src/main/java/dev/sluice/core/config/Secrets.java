package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.CONFIG_FILE_UNREADABLE;
import static dev.sluice.api.ErrorCode.SECRET_MISSING;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives <code>${secret:NAME}</code> its value, at the moment of use. It is that of the variable
 * {@code SLUICE_SECRET_NAME}, or the content of the file that {@code SLUICE_SECRET_NAME_FILE} names, or that of
 * {@code secrets/NAME} in the state folder.
 */
public final class Secrets {
    static final String PREFIX = EnvironmentVariables.PREFIX + "SECRET_";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:([A-Za-z0-9_-]+)}");

    private final Map<String, String> variables;
    private final Path folder;

    /** @param state the project's state folder */
    Secrets(Map<String, String> variables, Path state) {
        this.variables = variables;
        this.folder = state.resolve("secrets");
    }

    /**
     * The text with each reference replaced. Not to be logged or stored.
     *
     * @throws SluiceException {@code SECRET_MISSING} if a secret has no value
     */
    public String resolve(String text) {
        if (!text.contains("${secret:")) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value(matcher.group(1))));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String value(String name) {
        String variable = PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
        String value = variables.get(variable);
        if (value != null) {
            return value;
        }
        String named = variables.get(variable + "_FILE");
        Path file = named == null ? folder.resolve(name) : Path.of(named);
        if (!Files.isRegularFile(file)) {
            throw new SluiceException(
                    Problem.of(SECRET_MISSING, "Cannot find the secret '%s': no variable %s".formatted(name, variable))
                            .withHint("set the variable %s, or write the file %s".formatted(variable, file)));
        }
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new SluiceException(
                    CONFIG_FILE_UNREADABLE, "Cannot read the secret '%s' from %s".formatted(name, file), e);
        }
    }
}
