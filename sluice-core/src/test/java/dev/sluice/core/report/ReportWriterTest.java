package dev.sluice.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.SluiceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportWriterTest {
    static Stream<Named<RunReport>> everyKindOfReport() {
        return Stream.of(
                Named.of("mixed", Reports.mixed()),
                Named.of("clean", Reports.clean()),
                Named.of("no rows", Reports.noRows()),
                Named.of("already landed", Reports.alreadyLanded()),
                Named.of("failed", Reports.failed()),
                Named.of("hostile", Reports.hostile()),
                Named.of("dearest", Reports.dearest()));
    }

    @ParameterizedTest
    @MethodSource("everyKindOfReport")
    void pageAsksForNothingAndStaysSmallWhateverComesIn(RunReport report) {
        String html = ReportWriter.html(report);

        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000_000);
        assertThat(html.replaceAll("<(style|script)>[\\s\\S]*?</\\1>", "").split("<"))
                .noneMatch(tag -> tag.matches(
                        "(?is)(a|img|link|script|iframe|form)\\b[^>]*(src|href|action)\\s*=\\s*\"(?!#|data:,).*"));
        assertThat(html)
                .doesNotContain("http:", "https:", "<script src", "@import", "url(//")
                .contains("</html>");
        assertThat(html).containsOnlyOnce("<script>").containsOnlyOnce("<style>");
    }

    @Test
    void policyOfThePageAllowsItsOwnStyleAndScriptByHashAndNothingElse() {
        assertThat(ReportWriter.html(Reports.clean()))
                .contains("content=\"default-src 'none'; style-src '" + Asset.STYLE.hash() + "'; script-src '"
                        + Asset.SCRIPT.hash() + "'; img-src data:; base-uri 'none'; form-action 'none'\"")
                .doesNotContain("unsafe-inline", "unsafe-eval", " style=\"");
    }

    @Test
    void hostileValuesAreOnlyEverText() {
        String html = ReportWriter.html(Reports.hostile());

        assertThat(html).doesNotContain("<img", "alert(1)</script>").contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(html.chars().filter(c -> c < 0x20 && c != '\n')).isEmpty();
        assertThat(html).doesNotContain("\u202E", "\u2066").contains("⟨U+202E⟩", "␛[31mred");
        assertThat(html)
                .contains("1,048,576 characters in all")
                .contains("and 9,980 more files", "and 400 more reasons");
    }

    @Test
    void emptyTextAndMissingValueAreToldApart() {
        assertThat(ReportWriter.html(Reports.hostile())).contains("<span class=\"note\">empty</span>");
        assertThat(ReportWriter.html(Reports.mixed())).contains("<span class=\"note\">no value</span>");
    }

    @Test
    void graphShowsTheRowsOnItsEdges() {
        assertThat(ReportWriter.html(Reports.mixed()))
                .contains(">129,577</text>", ">823</text>", ">612</text>", ">130,400</text>", ">129,788</text>");
    }

    @Test
    void everyStateHasItsVerdict() {
        assertThat(ReportWriter.html(Reports.mixed())).contains("<h1>129,577 of 130,400 rows landed.</h1>");
        assertThat(ReportWriter.html(Reports.clean())).contains("<h1>All 2,000 rows landed.</h1>");
        assertThat(ReportWriter.html(Reports.noRows())).contains("<h1>The files held no rows.</h1>");
        assertThat(ReportWriter.html(Reports.alreadyLanded()))
                .contains("<h1>This batch has landed already.</h1>", "Run 20310430-171500-11bc landed it");
        assertThat(ReportWriter.html(Reports.failed()))
                .contains("<h1>The run failed. Nothing was published.</h1>", "SLU-301", "Permission denied", "run.log");
    }

    @Test
    void fileIsWrittenWithItsFoldersAndReplaced(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("runs/1/report.html");

        ReportWriter.write(Reports.failed(), file);
        ReportWriter.write(Reports.clean(), file);

        assertThat(file).content().contains("All 2,000 rows landed");
        try (Stream<Path> beside = Files.list(file.getParent())) {
            assertThat(beside).containsExactly(file);
        }
    }

    @Test
    void folderThatCannotBeMadeIsTold(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "");

        assertThatThrownBy(() -> ReportWriter.write(Reports.clean(), file.resolve("report.html")))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("Cannot write the report");
    }
}
