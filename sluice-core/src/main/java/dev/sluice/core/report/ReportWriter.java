package dev.sluice.core.report;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the page of a run: one HTML file that asks for nothing over the network and opens from a folder as it does from
 * a server. Safe for use by many threads.
 */
public final class ReportWriter {
    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.sluice.core.report");

    private ReportWriter() {}

    /**
     * Writes the page; readers see all of it or none. Folders that are missing are made.
     *
     * @throws SluiceException {@code REPORT_NOT_WRITTEN} if the file system does not do its part
     */
    public static void write(RunReport report, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(part, html(report), StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SluiceException(
                    ErrorCode.REPORT_NOT_WRITTEN, "Cannot write the report %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The page as text. */
    public static String html(RunReport report) {
        StringOutput out = new StringOutput(64 * 1024);
        ENGINE.render("report.jte", new Page(PageView.of(report), Asset.STYLE, Asset.SCRIPT), out);
        return out.toString();
    }

    /** What the outermost template is given. */
    record Page(PageView view, Asset style, Asset script) {}
}
