package dev.sluice.core.testing;

import static dev.sluice.api.ErrorCode.INVALID_TEST;
import static dev.sluice.api.ErrorCode.UNKNOWN_WORD;

import dev.sluice.core.run.RunState;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code then:} of a case. */
final class ThenReader {
    static final List<String> KEYS = List.of("read", "landed", "quarantined", "state", "notices", "error");
    static final List<String> SOME_KEYS = List.of("count", "include");
    static final List<String> BAD_ROW_KEYS = List.of("record", "file", "raw", "input", "reasons");
    static final List<String> REASON_KEYS = List.of("code", "rule", "column", "value", "message");
    private static final List<RunState> ENDS = List.of(RunState.PUBLISHED, RunState.HELD);

    private final Problems problems;

    ThenReader(Problems problems) {
        this.problems = problems;
    }

    Expectation read(Tree tree) {
        Section section = Section.of(tree, "then", KEYS, problems);
        Map<String, Long> notices = new LinkedHashMap<>();
        section.entries("notices")
                .values()
                .forEach(entry -> Section.whole(entry.value(), "then.notices." + entry.key(), problems)
                        .ifPresent(rows -> notices.put(entry.key(), rows)));
        if (tree instanceof MapTree map && map.entries().isEmpty()) {
            problems.add(tree.location(), INVALID_TEST, "then says nothing: the case could not fail");
        }
        return new Expectation(
                section.whole("read"),
                section.find("landed").flatMap(found -> rows(found, "landed", Function.identity())),
                section.find("quarantined").flatMap(found -> rows(found, "quarantined", this::badRow)),
                section.scalar("state").flatMap(this::state),
                notices,
                section.text("error"));
    }

    private Optional<RunState> state(Scalar scalar) {
        Optional<RunState> state =
                ENDS.stream().filter(each -> each.word().equals(scalar.text())).findFirst();
        if (state.isEmpty()) {
            List<String> words = ENDS.stream().map(RunState::word).toList();
            problems.add(
                    scalar.location(),
                    UNKNOWN_WORD,
                    "then.state must be one of %s, not '%s'".formatted(String.join(", ", words), scalar.text()),
                    DidYouMean.hint(scalar.text(), words));
        }
        return state;
    }

    /** A number; a list of all rows; or a map of a number and some rows. */
    private <T> Optional<ExpectedRows<T>> rows(Tree tree, String key, Function<MapTree, T> row) {
        String title = "then." + key;
        if (tree instanceof ListTree) {
            List<T> rows = Section.maps(tree, title, problems).stream().map(row).toList();
            return Optional.of(new ExpectedRows<>(Optional.of((long) rows.size()), rows, true));
        }
        if (tree instanceof MapTree) {
            Section some = Section.of(tree, title, SOME_KEYS, problems);
            List<T> rows = some.maps("include").stream().map(row).toList();
            return Optional.of(new ExpectedRows<>(some.whole("count"), rows, false));
        }
        return Section.whole(tree, title, problems)
                .map(count -> new ExpectedRows<>(Optional.of(count), List.of(), false));
    }

    private ExpectedBadRow badRow(MapTree tree) {
        Section section = Section.of(tree, "a row of then.quarantined", BAD_ROW_KEYS, problems);
        Map<String, Tree> input = new LinkedHashMap<>();
        section.entries("input").values().forEach(entry -> input.put(entry.key(), entry.value()));
        return new ExpectedBadRow(
                section.whole("record"),
                section.text("file"),
                section.text("raw"),
                input,
                section.has("reasons")
                        ? Optional.of(section.list("reasons").stream()
                                .map(this::reason)
                                .toList())
                        : Optional.empty());
    }

    /** A code alone, or a map. */
    private ExpectedReason reason(Tree tree) {
        if (tree instanceof Scalar scalar) {
            return new ExpectedReason(
                    scalar.text(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        Section section = Section.of(tree, "a reason", REASON_KEYS, problems);
        Tree code = section.require("code", new Scalar("", false, tree.origin()));
        return new ExpectedReason(
                code instanceof Scalar scalar ? scalar.text() : "",
                section.text("rule"),
                section.text("column"),
                section.text("value"),
                section.text("message"));
    }
}
