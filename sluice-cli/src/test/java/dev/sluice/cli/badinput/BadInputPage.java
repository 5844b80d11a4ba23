package dev.sluice.cli.badinput;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference's page on bad input, made of the cases that the tests run. */
final class BadInputPage {
    private BadInputPage() {}

    static String text() {
        return """
                # Bad input

                What comes of files and settings that are damaged, hostile or just wrong. Each line is run by a test, which fails if anything else comes of it, \
                so this page cannot say what the code does not do.

                ## Files

                Each bad file is run beside a good one, with the default limits, in a JVM of `-Xmx2g` with two tasks at a time. In all cases the run is published, the good file's rows land, \
                rows read = landed + quarantined, and each quarantined row has its raw text, file and reasons. The counts are those of the bad file alone. \
                *Heap* is what is in use in the whole JVM after a garbage collection at most, Spark's own some 150 MiB included. [Formats](../guide/formats.md) tells the rules behind it.

                ### CSV

                %s
                ### JSON Lines

                %s
                ### Fixed-width text

                The columns are `id: 1-6, name: 7+10, note: 17-`.

                %s
                ### Log lines by regular expressions and Grok patterns

                %s
                ### JSON documents

                The records are at `$.rows`.

                %s
                ### XML

                The records are the elements `row`.

                %s
                ### Compressed files

                %s
                ### Zip archives

                %s
                ### Avro, Parquet and ORC

                Files of four blocks of 250 records each, unless said otherwise. There is no raw text; what could be read stands in `input`.

                %s
                ### Excel workbooks

                There is no raw text; what could be read stands in `input`.

                %s
                ### Values

                Texts are data: they land and are kept as they came. The [report](../guide/reports.md) and the terminal show them with markup and control characters made harmless.

                %s
                ## Paths

                The project's `roots` hold one folder. The run ends with the error, and nothing is published. The same is asked again when a file is opened: \
                a file that became a link out of the roots after it was listed is not read (`SLU-303`), one that is gone ends the run (`SLU-306`). \
                A link to nothing that a pattern meets is no file.

                | Path | Error |
                |---|---|
                %s
                ## SQL expressions

                Checked over the parsed expression before anything runs; only functions of [the list](functions.md) may be called.

                | Expression | Error |
                |---|---|
                %s
                ## Configuration files

                | File | Error |
                |---|---|
                %s""".formatted(
                        files(BadCsvFiles.all()),
                        files(BadJsonFiles.all()),
                        files(BadFixedFiles.all()),
                        files(BadLogFiles.all()),
                        files(BadDocuments.json()),
                        files(BadDocuments.xml()),
                        files(BadArchives.all()),
                        files(BadZipFiles.all()),
                        files(BadTypedFiles.all()),
                        files(BadExcelFiles.all()),
                        files(Stream.concat(BadValues.texts().stream(), BadValues.others().stream())
                                .toList()),
                        lines(BadPath.all().stream()
                                .map(path -> "| %s | `%s` %s |\n"
                                        .formatted(
                                                path.input(),
                                                path.code().id(),
                                                path.code().summary()))),
                        pipelines(BadPipeline.expressions()),
                        pipelines(BadPipeline.yaml()));
    }

    private static String files(List<BadFile> files) {
        return "| Input | Reasons | Read | Landed | Quarantined | Heap |\n|---|---|---:|---:|---:|---|\n"
                + lines(files.stream()
                        .map(file -> "| %s | %s | %,d | %,d | %,d | < %d MiB |\n"
                                .formatted(
                                        file.input(),
                                        file.codes(),
                                        file.read(),
                                        file.landed(),
                                        file.quarantined(),
                                        file.heapMib())));
    }

    private static String pipelines(List<BadPipeline> pipelines) {
        return lines(pipelines.stream()
                .map(bad -> "| %s | `%s` %s |\n"
                        .formatted(bad.input(), bad.code().id(), bad.code().summary())));
    }

    private static String lines(Stream<String> lines) {
        return lines.collect(Collectors.joining());
    }
}
