package dev.sluice.cli.template;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes files into a folder, over none that is there. */
final class NewFiles {
    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    NewFiles(Path folder) {
        this.folder = folder;
    }

    /** @throws SluiceException {@code PROJECT_EXISTS} if one of the files is there */
    void refuseExisting(Collection<String> files, String what) {
        for (String file : files.stream().sorted().toList()) {
            // An own .gitignore is no sign of a project.
            if (!file.equals(".gitignore") && Files.exists(folder.resolve(file))) {
                throw new SluiceException(
                        ErrorCode.PROJECT_EXISTS,
                        "Cannot make %s in %s: %s is there already".formatted(what, folder, file));
            }
        }
    }

    void write(String path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the file, unless it is there. */
    void write(String path, byte[] content) {
        Path file = folder.resolve(path);
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            written.add(file);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.FILE_UNWRITABLE, "Cannot write %s (%s)".formatted(file, e.getMessage()), e);
        }
    }

    /** What was written, sorted. */
    List<Path> written() {
        return written.stream().sorted().toList();
    }

    static String resource(String file) {
        try (InputStream in = NewFiles.class.getResourceAsStream(file)) {
            return new String(
                    Objects.requireNonNull(in, () -> String.format(Locale.ROOT, "no resource %s", file))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
