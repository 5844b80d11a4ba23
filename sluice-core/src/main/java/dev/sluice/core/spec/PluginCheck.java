package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.INVALID_PLUGIN;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Format;
import dev.sluice.api.Option;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.core.yaml.Problems;
import java.util.HashSet;
import java.util.Set;

/** Whether a plug-in's description can be used: a duplicate option would never be read. */
final class PluginCheck {
    private PluginCheck() {}

    static void check(Plugin plugin, Problems problems) {
        Descriptor descriptor = plugin.descriptor();
        String name = plugin.getClass().getName();
        if (!isWord(descriptor.word())) {
            problems.add(Problem.of(
                    INVALID_PLUGIN,
                    "Cannot use %s: its word '%s' must be lower-case letters, digits and underscores"
                            .formatted(name, descriptor.word())));
        }
        Set<String> seen = new HashSet<>();
        for (Option<?> option : descriptor.options()) {
            boolean taken = !(plugin instanceof Format) && Keys.STEP.names().contains(option.name());
            if (taken || !seen.add(option.name())) {
                problems.add(Problem.of(
                        INVALID_PLUGIN,
                        "Cannot use %s: the option '%s' is %s"
                                .formatted(name, option.name(), taken ? "a key of every step" : "declared twice")));
            }
        }
    }

    private static boolean isWord(String text) {
        return !text.isEmpty()
                && Character.isLowerCase(text.charAt(0))
                && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_');
    }
}
