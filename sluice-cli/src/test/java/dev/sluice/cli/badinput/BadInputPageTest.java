package dev.sluice.cli.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page says what the tests beside this one show. */
class BadInputPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "bad-input.md");
    private static final String REMEDY =
            "The cases have changed: write the page anew with 'mvn -pl sluice-cli -am test -Dtest=BadInputPageTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.docs.write=true', look at it, commit it";

    @Test
    void committedPageIsWhatTheTestsShow() throws IOException {
        String text = BadInputPage.text();
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.writeString(PAGE, text);
        }

        assertThat(PAGE).as(REMEDY).usingCharset(UTF_8).hasContent(text);
    }
}
