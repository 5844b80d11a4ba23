package dev.sluice.core.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a project lives.
 *
 * @param folder absolute
 * @param state absolute: {@code .sluice} in the folder, or a folder of the project's name in that which the variable
 *     {@code SLUICE_HOME} names
 */
record ProjectPaths(Path folder, Path state) {
    static ProjectPaths of(Path folder, String projectName, Map<String, String> variables) {
        String home = variables.getOrDefault("SLUICE_HOME", "");
        Path state = home.isBlank()
                ? folder.resolve(".sluice")
                : Path.of(home).toAbsolutePath().normalize().resolve(projectName);
        return new ProjectPaths(folder, state);
    }
}
