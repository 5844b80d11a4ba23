package dev.sluice.core.reference;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Format;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.sink.Sink;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** All pages of {@code docs/reference}. */
public final class ReferenceDocs {
    private ReferenceDocs() {}

    /** Markdown by file name, sorted; the same text for the same plug-ins, whatever their order. */
    public static Map<String, String> pages(
            Collection<? extends ConverterPlugin> converters,
            Collection<? extends ValidatorPlugin> validators,
            Collection<? extends RowFixer> fixers,
            Collection<? extends Format> formats,
            Collection<? extends Sink> sinks) {
        Map<String, String> pages = new TreeMap<>();
        pages.put("errors.md", CodePages.errors());
        pages.put("reasons.md", CodePages.reasons());
        pages.put("types.md", TypePage.write());
        pages.put("functions.md", FunctionPage.write());
        pages.put("plugins.md", PluginPage.write(converters, validators, fixers, formats, sinks));
        return pages;
    }
}
