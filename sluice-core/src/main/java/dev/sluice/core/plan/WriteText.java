package dev.sluice.core.plan;

import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.spec.WriteSpec;
import java.util.List;

/** Tells how a target is written, for the plan. */
final class WriteText {
    private WriteText() {}

    /** One line; none where rows are simply added. */
    static List<String> of(TargetSpec target) {
        WriteSpec write = target.write();
        if (write instanceof WriteSpec.Replace replace) {
            return List.of("write    replace the table" + (replace.allowEmpty() ? ", even by no rows" : ""));
        } else if (write instanceof WriteSpec.OverwritePartitions) {
            return List.of("write    overwrite the partitions of which there are rows");
        } else if (write instanceof WriteSpec.Merge merge) {
            return List.of("write    merge by "
                    + String.join(", ", merge.keys())
                    + merge.sequence()
                            .map(column -> ", the latest " + column + " wins")
                            .orElse("")
                    + merge.delete().map(when -> ", delete when " + when).orElse("")
                    + merge.history()
                            .map(history -> ", versions in %s, %s, %s"
                                    .formatted(history.validFrom(), history.validTo(), history.current()))
                            .orElse(""));
        }
        return List.of();
    }
}
