package dev.sluice.testkit.pipeline;

import dev.sluice.api.Location;
import dev.sluice.api.SluiceException;
import dev.sluice.core.testing.Expectation;
import dev.sluice.core.testing.GivenInput;
import dev.sluice.core.testing.GivenTable;
import dev.sluice.core.testing.Outcome;
import dev.sluice.core.testing.RunSetting;
import dev.sluice.core.testing.TestCase;
import dev.sluice.core.testing.Trees;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.spark.testing.CaseRunner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One run of a pipeline on given rows. Its methods give back the trial itself, so that calls can be chained. */
public final class PipelineTrial {
    private final CaseRunner runner;
    private final String pipeline;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final List<MapTree> rows = new ArrayList<>();
    private final Map<String, GivenTable> tables = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final List<String> set = new ArrayList<>();
    private Instant now = RunSetting.USUAL_NOW;
    private Optional<String> environment = Optional.empty();

    PipelineTrial(CaseRunner runner, String pipeline) {
        this.runner = runner;
        this.pipeline = pipeline;
    }

    /** A file in the format of the source, instead of rows. */
    public PipelineTrial file(String name, String text) {
        texts.put(name, text);
        return this;
    }

    /** Records as the parser would give them, by column; values may be null, lists and maps too. */
    @SafeVarargs
    public final PipelineTrial rows(Map<String, ?>... records) {
        rows.addAll(trees(records));
        return this;
    }

    /** What another table holds, or the target before the run. */
    @SafeVarargs
    public final PipelineTrial table(String name, Map<String, ?>... records) {
        tables.put(name, new GivenTable(Map.of(), trees(records)));
        return this;
    }

    /** When the run begins, as its SQL sees it too. */
    public PipelineTrial at(Instant instant) {
        now = instant;
        return this;
    }

    public PipelineTrial in(String otherEnvironment) {
        environment = Optional.of(otherEnvironment);
        return this;
    }

    /** A tag of the batch. */
    public PipelineTrial tag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    /** As after {@code --set}: {@code key=value}. */
    public PipelineTrial set(String keyAndValue) {
        set.add(keyAndValue);
        return this;
    }

    /**
     * Runs the pipeline once.
     *
     * @throws SluiceException if the run fails
     */
    public Outcome run() {
        Expectation any = new Expectation(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
        return runner.outcome(new TestCase(
                pipeline,
                new Location("test", 0, 0, 1),
                pipeline,
                new GivenInput(texts, rows, List.of(), tables),
                new RunSetting(now, environment, Optional.empty(), tags, set),
                any));
    }

    private static List<MapTree> trees(Map<String, ?>[] records) {
        return Stream.of(records).map(Trees::of).toList();
    }
}
