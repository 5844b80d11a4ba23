package dev.sluice.core.yaml;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects all that is wrong, so that it is told at once. For one thread. */
public final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    public void add(@Nullable Location location, ErrorCode code, String message) {
        add(Problem.at(location, code, message));
    }

    public void add(@Nullable Location location, ErrorCode code, String message, @Nullable String hint) {
        add(Problem.at(location, code, message).withHint(hint));
    }

    public void addAll(Collection<Problem> problems) {
        found.addAll(problems);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public int size() {
        return found.size();
    }

    /** By file in the order found, then by place. */
    public List<Problem> list() {
        List<String> files = found.stream().map(Problems::file).distinct().toList();
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.<Problem>comparingInt(problem -> files.indexOf(file(problem)))
                .thenComparingInt(problem ->
                        problem.location() == null ? 0 : problem.location().line())
                .thenComparingInt(problem ->
                        problem.location() == null ? 0 : problem.location().column()));
        return sorted;
    }

    /**
     * Goes on if nothing is wrong.
     *
     * @throws SluiceException with all problems otherwise
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new SluiceException(list());
        }
    }

    private static String file(Problem problem) {
        return problem.location() == null ? "" : problem.location().file();
    }
}
