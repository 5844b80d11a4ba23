package dev.sluice.core.reference;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Format;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Plugin;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.sink.Sink;
import dev.sluice.core.spec.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The page of plug-ins and their options. */
final class PluginPage {
    private PluginPage() {}

    static String write(
            Collection<? extends ConverterPlugin> converters,
            Collection<? extends ValidatorPlugin> validators,
            Collection<? extends RowFixer> fixers,
            Collection<? extends Format> formats,
            Collection<? extends Sink> sinks) {
        Markdown page = Markdown.page("Plug-ins");
        section(page, "Converters", "Steps of `convert:`, named by `type:`.", converters);
        section(
                page,
                "Validators",
                "Rules of `validate:`, named by `type:`; those with an option `column` or `columns` are keys of a target"
                        + " column too.",
                validators);
        page.paragraph("Besides its own options every rule takes these, also as a key of a target column:");
        List<List<String>> terms = new ArrayList<>();
        rows("", Keys.RULE.options(), terms);
        page.table(List.of("Option", "Value", "Default", "Meaning"), terms);
        section(page, "Fixers", "Steps of `fix:`, named by `type:`.", fixers);
        page.paragraph("Besides its own options every fix takes these:");
        List<List<String>> fix = new ArrayList<>();
        rows("", Keys.FIX_STEP.options(), fix);
        page.table(List.of("Option", "Value", "Default", "Meaning"), fix);
        section(
                page,
                "Formats",
                "Formats of source files, named by `format:`; their options stand under `options:`.",
                formats);
        section(page, "Sinks", "Places of `sinks:`, named by `type:`.", sinks);
        return page.text();
    }

    private static void section(Markdown page, String title, String intro, Collection<? extends Plugin> plugins) {
        page.heading(2, title).paragraph(intro);
        plugins.stream()
                .map(Plugin::descriptor)
                .sorted(Comparator.comparing(Descriptor::word))
                .forEach(descriptor -> plugin(page, descriptor));
    }

    private static void plugin(Markdown page, Descriptor descriptor) {
        page.heading(3, Markdown.code(descriptor.word())).paragraph(descriptor.summary());
        Option<?> shorthand = descriptor.shorthand();
        if (shorthand != null) {
            page.paragraph("As a key of a target column, a bare value is its `" + shorthand.name() + "`.");
        }
        List<List<String>> rows = new ArrayList<>();
        rows("", descriptor.options(), rows);
        if (!rows.isEmpty()) {
            page.table(List.of("Option", "Value", "Default", "Meaning"), rows);
        }
    }

    private static void rows(String prefix, List<Option<?>> options, List<List<String>> rows) {
        for (Option<?> option : options) {
            String name = prefix + option.name();
            rows.add(List.of(
                    Markdown.code(name),
                    OptionText.type(option.type()),
                    OptionText.unset(option),
                    option.description()));
            if (option.type() instanceof OptionType.Section section) {
                rows(name + ".", section.options(), rows);
            }
        }
    }
}
