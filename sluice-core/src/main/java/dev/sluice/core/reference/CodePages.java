package dev.sluice.core.reference;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.Stage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The pages of error codes and of reason codes. */
final class CodePages {
    private CodePages() {}

    static String errors() {
        Markdown page = Markdown.page("Errors")
                .paragraph(
                        "What stops a command. Each error is shown with its code, its place in the configuration where it"
                                + " has one, and what to do. The type tells who can mend it: USER (the command or the"
                                + " configuration), DATA (the files), EXTERNAL (storage, catalog, ledger or network), INTERNAL (a"
                                + " defect of Sluice).");
        for (Area area : Area.values()) {
            List<List<String>> rows = Stream.of(ErrorCode.values())
                    .filter(code -> code.id().charAt(4) == area.digit)
                    .sorted(Comparator.comparing(ErrorCode::id))
                    .map(code -> List.of(
                            Markdown.code(code.id()),
                            code.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            code.type().name(),
                            code.summary(),
                            code.remedy()))
                    .toList();
            if (!rows.isEmpty()) {
                page.heading(2, area.title).table(List.of("Code", "Name", "Type", "Meaning", "What to do"), rows);
            }
        }
        return page.text();
    }

    static String reasons() {
        Markdown page = Markdown.page("Reasons")
                .paragraph(
                        "Why a row is in quarantine. A row carries every reason that was found. Plug-ins may give codes of"
                                + " their own besides these.");
        for (Stage stage : Stage.values()) {
            List<List<String>> rows = Stream.of(ReasonCode.values())
                    .filter(code -> code.stage() == stage)
                    .sorted(Comparator.comparing(ReasonCode::name))
                    .map(code -> List.of(Markdown.code(code.name()), code.summary()))
                    .toList();
            if (!rows.isEmpty()) {
                page.heading(2, "Stage `" + stage.word() + "`").table(List.of("Code", "Meaning"), rows);
            }
        }
        return page.text();
    }

    private enum Area {
        CONFIGURATION('1', "Configuration"),
        COLUMNS('2', "Columns, types and expressions"),
        SOURCES('3', "Sources and paths"),
        TARGETS('4', "Target, catalog and commit"),
        RUNS('5', "Batches, runs and ledger"),
        OTHER('6', "Other"),
        COMMANDS('7', "Command line"),
        SERVICES('8', "Services"),
        INTERNAL('9', "Internal");

        private final char digit;
        private final String title;

        Area(char digit, String title) {
            this.digit = digit;
            this.title = title;
        }
    }
}
