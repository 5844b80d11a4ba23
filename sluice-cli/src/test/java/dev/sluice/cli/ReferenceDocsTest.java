package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Converter;
import dev.sluice.api.Format;
import dev.sluice.api.Plugin;
import dev.sluice.api.Validator;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.sink.Sink;
import dev.sluice.core.reference.ReferenceDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The pages of docs/reference are written from the code, so that they cannot say what the code does not do. */
class ReferenceDocsTest {
    private static final Path FOLDER = Path.of("..", "docs", "reference");
    private static final String REMEDY =
            "The code has changed: write the pages anew with 'mvn -pl sluice-cli -am test -Dtest=ReferenceDocsTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.docs.write=true', look at them, commit them";

    @Test
    void committedReferenceIsWhatTheCodeSays() throws IOException {
        Map<String, String> pages = ReferenceDocs.pages(
                load(Converter.class),
                load(Validator.class),
                load(RowFixer.class),
                load(Format.class),
                load(Sink.class));
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
            }
        }

        assertThat(pages)
                .allSatisfy((name, text) -> assertThat(FOLDER.resolve(name))
                        .as(REMEDY)
                        .usingCharset(UTF_8)
                        .hasContent(text));
    }

    private static <P extends Plugin> List<P> load(Class<P> kind) {
        return ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
