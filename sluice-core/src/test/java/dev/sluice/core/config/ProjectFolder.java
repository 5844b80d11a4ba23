package dev.sluice.core.config;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.PipelineSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project that a test writes. */
record ProjectFolder(Path path) {
    static final String CUSTOMERS = """
            pipeline: customers
            source:
              files: ${inbox}/customers/*.csv
              format: csv
              options: {header: true}
            convert:
              - {type: split,  column: name, separator: " ", into: [firstName, lastName]}
              - {type: rename, columns: {bday: birthDate, level: rewardsLevel}}
            target:
              table: crm.customers
              columns:
                id:           {type: long, required: true}
                firstName:    {type: string, required: true}
                lastName:     {type: string, required: true}
                birthDate:    {type: date, formats: [yyyy-MM-dd, d/M/yyyy]}
                rewardsLevel: {type: string, enum: [bronze, silver, gold]}
              partition: [month(birthDate)]
            validate:
              - {type: expect, name: born_before_today, that: "birthDate < current_date()"}
            """;

    /** A project called crm with one variable, inbox. */
    static ProjectFolder in(Path folder) {
        return new ProjectFolder(folder).with("sluice.yaml", "name: crm\nvars: {inbox: data}\n");
    }

    ProjectFolder with(String file, String text) {
        try {
            Path target = path.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Project open(String... overrides) {
        return open(Optional.empty(), Map.of(), overrides);
    }

    Project openFor(String environment, String... overrides) {
        return open(Optional.of(environment), Map.of(), overrides);
    }

    Project open(Optional<String> environment, Map<String, String> variables, String... overrides) {
        return Project.open(path, environment, List.of(overrides), variables, TestPlugins.registry());
    }

    /** The problems of a pipeline; empty if there is none. */
    List<Problem> problems(String pipeline, String... overrides) {
        try {
            PipelineSpec spec = open(overrides).pipeline(pipeline);
            return spec == null ? List.of() : List.of();
        } catch (SluiceException e) {
            return e.problems();
        }
    }
}
