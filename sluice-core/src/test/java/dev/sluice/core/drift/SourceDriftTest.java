package dev.sluice.core.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.type.ColumnType.Primitive;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceDriftTest {
    @Test
    void withoutDeclarationTheFirstFileIsTheMeasureOfTheFirstRun() {
        assertThat(lines(List.of(), reads("id"), null, file("a", "id", "extra"), file("b", "id", "more", "note")))
                .containsExactly(
                        "drift: column extra is missing in b, against a",
                        "drift: column more is new in b, against a",
                        "drift: column note is new in b, against a");
    }

    @Test
    void columnsAreComparedWithThoseOfTheRunBefore() {
        Baseline before = new Baseline("run 1", columns("id", "name", "old"));

        assertThat(lines(
                        List.of(),
                        reads("id", "name"),
                        before,
                        file("a", "id", "name", "fresh"),
                        file("b", "id", "old")))
                .containsExactly(
                        "drift: column old is missing in a, against run 1",
                        "drift: column fresh is new in a, against run 1",
                        "drift: column name is missing in b, against run 1");
    }

    @Test
    void filesThatAreAsBeforeAreNoDrift() {
        Baseline before = new Baseline("run 1", columns("id", "extra"));

        assertThat(lines(List.of(), reads("id", "never_sent"), before, file("a", "extra", "id")))
                .isEmpty();
    }

    @Test
    void columnThatThePipelineReadsIsNotNewWhenItComes() {
        Baseline before = new Baseline("run 1", columns("id"));

        assertThat(lines(List.of(), reads("id", "note"), before, file("a", "id", "note")))
                .isEmpty();
    }

    @Test
    void nearNamesAreGuessedToBeRenamed() {
        Baseline before = new Baseline("run 1", columns("customer_id", "amount", "x"));

        assertThat(lines(List.of(), reads("customer_id"), before, file("a", "CustomerId", "amout", "unlike")))
                .containsExactly(
                        "drift: column customer_id seems to be renamed to CustomerId in a, against run 1; if so, add the"
                                + " alias to source.columns",
                        "drift: column amount seems to be renamed to amout in a, against run 1; if so, add the alias to"
                                + " source.columns",
                        "drift: column x is missing in a, against run 1",
                        "drift: column unlike is new in a, against run 1");
    }

    @Test
    void aliasStandsForItsColumn() {
        List<SourceColumn> declared = List.of(new SourceColumn("id", List.of("ident"), true, null));

        assertThat(lines(declared, declared, null, file("a", "ident"))).isEmpty();
    }

    @Test
    void typesAreComparedWithThoseDeclared() {
        List<SourceColumn> declared = List.of(new SourceColumn("id", List.of(), true, null, Primitive.LONG));
        SeenFile file = new SeenFile("a", List.of(new SeenColumn("id", "string")));

        assertThat(lines(declared, declared, null, file))
                .containsExactly("drift: column id was long and is string in a, against source.columns");
    }

    @Test
    void aFileTellsAllItsDifferencesInOneLine() {
        SourceDrift drift = SourceDrift.find(
                List.of(), reads("id"), null, List.of(file("a", "id", "x"), file("b", "id", "long_name")));

        assertThat(drift.byFile())
                .containsOnlyKeys("b")
                .containsEntry(
                        "b",
                        "The file's columns differ: column x is missing against a; column long_name is new against a");
    }

    private static List<String> lines(
            List<SourceColumn> declared, List<SourceColumn> read, @Nullable Baseline before, SeenFile... files) {
        return SourceDrift.find(declared, read, before, List.of(files)).findings().stream()
                .map(DriftFinding::line)
                .toList();
    }

    private static List<SourceColumn> reads(String... names) {
        return Stream.of(names)
                .map(name -> new SourceColumn(name, List.of(), name.equals("id"), null))
                .toList();
    }

    private static List<SeenColumn> columns(String... names) {
        return Stream.of(names).map(name -> new SeenColumn(name, null)).toList();
    }

    private static SeenFile file(String path, String... names) {
        return new SeenFile(path, columns(names));
    }
}
