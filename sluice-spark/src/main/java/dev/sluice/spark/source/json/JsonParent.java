package dev.sluice.spark.source.json;

import dev.sluice.spark.source.json.JsonPath.Kind;
import dev.sluice.spark.source.json.JsonPath.Step;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A column that comes from an object around the records.
 *
 * @param level how many steps of the records' path lead to that object
 * @param keys from there to the value, at least one
 */
record JsonParent(String column, int level, List<String> keys) implements Serializable {
    JsonParent {
        keys = List.copyOf(keys);
    }

    /** Empty if the path leads to no field of an object around the records. */
    static Optional<JsonParent> of(String column, JsonPath path, JsonPath records) {
        int level = 0;
        int last = path.steps().size() - 1;
        while (level < last
                && level < records.steps().size()
                && path.steps().get(level).equals(records.steps().get(level))) {
            level++;
        }
        List<Step> rest = path.steps().subList(level, path.steps().size());
        boolean around =
                level < records.steps().size() && !records.steps().get(level).list();
        boolean plain = !rest.isEmpty() && rest.stream().allMatch(step -> step.kind() == Kind.MEMBER);
        boolean beside = around
                && plain
                && !records.steps().get(level).leadsTo(rest.get(0).key());
        return beside
                ? Optional.of(new JsonParent(
                        column, level, rest.stream().map(Step::key).toList()))
                : Optional.empty();
    }
}
