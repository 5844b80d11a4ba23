package dev.sluice.cli.doctor;

import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.SqliteLedger;
import dev.sluice.core.plugin.PluginJar;
import dev.sluice.core.plugin.PluginOrigin;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.commit.AncestryCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at a project: its configuration, plug-ins, ledger, catalog, storage, and whether what it published is there. */
public final class ProjectChecks {
    private static final int RUNS_CHECKED = 1000;
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:");

    private final Project project;
    private final ProjectSpec spec;

    public ProjectChecks(Project project) {
        this.project = project;
        this.spec = project.spec();
    }

    public List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(guarded("plug-ins", this::plugins));
        checks.add(guarded("pipelines", this::pipelines));
        checks.add(guarded("storage", this::storage));
        checks.add(guarded("ledger", this::ledger));
        checks.add(guarded("catalog", this::catalog));
        checks.add(guarded("published", this::published));
        return checks;
    }

    private static Check guarded(String name, Supplier<Check> check) {
        try {
            return check.get();
        } catch (SluiceException e) {
            return Check.fail(
                    name, e.problems().get(0).message(), e.problems().get(0).advice());
        }
    }

    private Check plugins() {
        PluginRegistry plugins = project.plugins();
        String jars = Stream.of(
                        plugins.converters(),
                        plugins.validators(),
                        plugins.fixers(),
                        plugins.formats(),
                        plugins.sinks())
                .flatMap(byWord -> byWord.values().stream())
                .flatMap(plugin -> PluginOrigin.jar(plugin).stream())
                .map(PluginJar::toString)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return Check.ok(
                "plug-ins",
                "%d converters, %d validators, %d fixers, %d formats, %d sinks%s"
                        .formatted(
                                plugins.converters().size(),
                                plugins.validators().size(),
                                plugins.fixers().size(),
                                plugins.formats().size(),
                                plugins.sinks().size(),
                                jars.isEmpty() ? "" : "; jars: " + jars));
    }

    private Check pipelines() {
        List<String> wrong = new ArrayList<>();
        for (String name : project.pipelines()) {
            try {
                project.pipeline(name);
            } catch (SluiceException e) {
                wrong.add(name);
            }
        }
        int count = project.pipelines().size();
        return wrong.isEmpty()
                ? Check.ok("pipelines", count + " valid")
                : Check.fail(
                        "pipelines",
                        "%d of %d are wrong: %s".formatted(wrong.size(), count, String.join(", ", wrong)),
                        "See 'sluice validate'.");
    }

    private Check storage() {
        String place = spec.warehouse().replaceFirst("^file:/+", "/");
        if (SCHEME.matcher(place).lookingAt()) {
            return Check.ok("storage", place + " (remote; 'run' checks it)");
        }
        Path warehouse = spec.folder().resolve(place);
        try {
            Files.createDirectories(warehouse);
            Files.delete(Files.createTempFile(warehouse, "doctor", ".tmp"));
            return Check.ok("storage", warehouse + " can be written");
        } catch (IOException e) {
            return Check.fail(
                    "storage",
                    "%s cannot be written (%s)".formatted(warehouse, e),
                    "Check its permissions and its disk.");
        }
    }

    private Check ledger() {
        List<RunRecord> unfinished = runs(Set.of(RunState.PREPARED));
        return unfinished.isEmpty()
                ? Check.ok("ledger", spec.ledgerUrl())
                : Check.warn(
                        "ledger",
                        "%d prepared runs wait to be published, such as %s of %s"
                                .formatted(
                                        unfinished.size(),
                                        unfinished.get(0).runId(),
                                        unfinished.get(0).pipeline()),
                        "Run the pipeline again: it publishes them first.");
    }

    private Check catalog() {
        try (ProjectCatalog catalog = ProjectCatalog.open(withSecrets())) {
            return Check.ok("catalog", spec.catalogUrl());
        }
    }

    /** Another client of the catalog may have undone a commit of ours; nothing else would tell. */
    private Check published() {
        List<RunRecord> published = runs(Set.of(RunState.PUBLISHED));
        try (ProjectCatalog catalog = ProjectCatalog.open(withSecrets())) {
            List<RunRecord> lost = new AncestryCheck(catalog).lost(published);
            return lost.isEmpty()
                    ? Check.ok("published", "%d published runs are in their tables".formatted(published.size()))
                    : Check.fail(
                            "published",
                            "%d published runs are no longer in their tables, such as %s in %s"
                                    .formatted(
                                            lost.size(),
                                            lost.get(0).runId(),
                                            lost.get(0).target()),
                            "Another program undid the commit, or the table was rolled back: see the table's history.");
        }
    }

    private List<RunRecord> runs(Set<RunState> states) {
        try (Ledger ledger = SqliteLedger.open(withSecrets().ledgerUrl())) {
            return ledger.runs(new RunFilter(Optional.empty(), states, RUNS_CHECKED));
        }
    }

    /** To be opened, never to be shown. */
    private ProjectSpec withSecrets() {
        return spec.resolve(project.secrets()::resolve);
    }
}
