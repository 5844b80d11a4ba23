package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Asks for an absolute URL. Null passes. */
public final class UrlValidator extends TextValidator {
    public static final Option<List<String>> SCHEMES = Option.of(
            "schemes",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of("http", "https"),
            "The schemes allowed; an empty list allows any.");

    public UrlValidator() {
        super(ReasonCode.NOT_A_URL);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("url", "The text must be an absolute URL with a host.", COLUMN, SCHEMES);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Url(options.get(SCHEMES).stream()
                .map(scheme -> scheme.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
    }

    @Override
    String fault(Options options) {
        return options.get(SCHEMES).isEmpty() ? "not a URL" : "not a URL of " + String.join(", ", options.get(SCHEMES));
    }
}
