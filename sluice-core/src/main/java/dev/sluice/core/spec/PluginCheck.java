package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.INVALID_PLUGIN;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Format;
import dev.sluice.api.Option;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.row.RowFixer;
import dev.sluice.core.plugin.PluginOrigin;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Whether a plug-in's description can be used: a duplicate option would never be read. */
final class PluginCheck {
    private PluginCheck() {}

    /** The first thing that is wrong with the description. */
    static Optional<Problem> check(Plugin plugin) {
        Descriptor descriptor = plugin.descriptor();
        if (!isWord(descriptor.word())) {
            return fault(
                    plugin,
                    "its word '%s' must be lower-case letters, digits and underscores".formatted(descriptor.word()));
        }
        Set<String> seen = new HashSet<>();
        for (Option<?> option : descriptor.options()) {
            if (!(plugin instanceof Format) && Keys.STEP.names().contains(option.name())) {
                return fault(plugin, "the option '%s' is a key of every step".formatted(option.name()));
            }
            if (plugin instanceof ValidatorPlugin && Keys.RULE.names().contains(option.name())) {
                return fault(plugin, "the option '%s' is a key of every rule".formatted(option.name()));
            }
            if (plugin instanceof RowFixer && Keys.FIX_STEP.names().contains(option.name())) {
                return fault(plugin, "the option '%s' is a key of every fix".formatted(option.name()));
            }
            if (!seen.add(option.name())) {
                return fault(plugin, "the option '%s' is declared twice".formatted(option.name()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> fault(Plugin plugin, String what) {
        return Optional.of(Problem.of(INVALID_PLUGIN, "Cannot use %s: %s".formatted(PluginOrigin.home(plugin), what)));
    }

    private static boolean isWord(String text) {
        return !text.isEmpty()
                && Character.isLowerCase(text.charAt(0))
                && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_');
    }
}
