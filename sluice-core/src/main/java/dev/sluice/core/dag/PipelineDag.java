package dev.sluice.core.dag;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TableRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The pipelines of a project, and which reads tables that another writes. A pipeline's parents are those whose target or
 * quarantine it reads. There are no cycles.
 */
public final class PipelineDag {
    private final TreeMap<String, PipelineSpec> pipelines = new TreeMap<>();
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Map<String, Set<String>> children = new HashMap<>();
    private final List<String> order;

    private PipelineDag(Collection<PipelineSpec> specs) {
        specs.forEach(spec -> pipelines.put(spec.name(), spec));
        Map<TableName, Set<String>> writers = new HashMap<>();
        for (PipelineSpec spec : pipelines.values()) {
            List.of(spec.target().table(), spec.target().quarantine())
                    .forEach(table -> writers.computeIfAbsent(table, any -> new TreeSet<>())
                            .add(spec.name()));
            parents.put(spec.name(), new TreeSet<>());
            children.put(spec.name(), new TreeSet<>());
        }
        for (PipelineSpec spec : pipelines.values()) {
            for (TableName table : reads(spec)) {
                for (String writer : writers.getOrDefault(table, Set.of())) {
                    parents(spec.name(), writer);
                }
            }
        }
        order = ordered();
    }

    private void parents(String child, String parent) {
        parents.getOrDefault(child, Set.of()).add(parent);
        children.getOrDefault(parent, Set.of()).add(child);
    }

    /**
     * The graph of some pipelines.
     *
     * @throws SluiceException {@code PIPELINE_CYCLE} with the way round, {@code TARGET_SHARED}
     */
    public static PipelineDag of(Collection<PipelineSpec> pipelines) {
        SharedTargets.check(pipelines);
        return new PipelineDag(pipelines);
    }

    /**
     * The graph of all pipelines of a project.
     *
     * @throws SluiceException with the problems of all of them, or as {@link #of(Collection)}
     */
    public static PipelineDag of(Project project) {
        List<PipelineSpec> pipelines = new ArrayList<>();
        Set<Problem> problems = new LinkedHashSet<>();
        for (String name : project.pipelines()) {
            try {
                pipelines.add(project.pipeline(name));
            } catch (SluiceException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new SluiceException(List.copyOf(problems));
        }
        return of(pipelines);
    }

    private static List<TableName> reads(PipelineSpec spec) {
        return spec.source().tables().map(TableRows::tables).orElse(List.of());
    }

    /** All names, each after those of its parents; where that leaves a choice, by name. */
    public List<String> names() {
        return order;
    }

    /** One of the pipelines. */
    public PipelineSpec pipeline(String name) {
        return Optional.ofNullable(pipelines.get(name))
                .orElseThrow(() -> new IllegalArgumentException("Cannot find pipeline " + name));
    }

    /** Whose tables it reads, sorted. */
    public Set<String> parents(String name) {
        return parents.getOrDefault(name, Set.of());
    }

    /** Which read its tables, sorted. */
    public Set<String> children(String name) {
        return children.getOrDefault(name, Set.of());
    }

    /** The parents, theirs, and so on, over at most so many steps. */
    Set<String> ancestors(String name, int steps) {
        return reach(name, parents, steps);
    }

    /** The children, theirs, and so on, over at most so many steps. */
    Set<String> descendants(String name, int steps) {
        return reach(name, children, steps);
    }

    private static Set<String> reach(String from, Map<String, Set<String>> edges, int steps) {
        Set<String> found = new HashSet<>();
        Set<String> last = Set.of(from);
        for (int step = 0; step < steps && !last.isEmpty(); step++) {
            Set<String> next = new HashSet<>();
            last.forEach(name -> next.addAll(edges.getOrDefault(name, Set.of())));
            next.removeAll(found);
            found.addAll(next);
            last = next;
        }
        return found;
    }

    private List<String> ordered() {
        Set<String> done = new LinkedHashSet<>();
        Set<String> left = new TreeSet<>(pipelines.keySet());
        while (!left.isEmpty()) {
            List<String> ready = left.stream()
                    .filter(name -> done.containsAll(parents(name)))
                    .toList();
            if (ready.isEmpty()) {
                throw cycle(left);
            }
            done.addAll(ready);
            ready.forEach(left::remove);
        }
        return List.copyOf(done);
    }

    /** Each of those left has a parent among them, so going up comes round. */
    private SluiceException cycle(Set<String> left) {
        Deque<String> way = new ArrayDeque<>();
        String at = left.iterator().next();
        while (!way.contains(at)) {
            way.push(at);
            at = parents(at).stream().filter(left::contains).findFirst().orElseThrow();
        }
        List<String> round = new ArrayList<>();
        String first = at;
        for (String name : way) {
            round.add(name);
            if (name.equals(first)) {
                break;
            }
        }
        round.add(0, first);
        PipelineSpec spec = pipeline(first);
        return new SluiceException(Problem.at(
                spec.source()
                        .tables()
                        .map(TableRows::location)
                        .orElse(spec.source().location()),
                ErrorCode.PIPELINE_CYCLE,
                "pipelines read one another's tables in a circle: " + String.join(" -> ", round)));
    }
}
