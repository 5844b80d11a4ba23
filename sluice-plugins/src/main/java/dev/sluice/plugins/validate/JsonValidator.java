package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.Template;
import dev.sluice.api.TextForm;
import java.util.List;

/** Asks for well-formed JSON. Null passes. */
public final class JsonValidator extends TextValidator {
    public static final Option<TextForm.JsonKind> KIND = Option.of(
            "kind",
            new OptionType.Choice<>(TextForm.JsonKind.class),
            TextForm.JsonKind.ANY,
            "What the JSON must be on the outside.");
    public static final Option<List<String>> KEYS = Option.of(
            "keys",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Keys that the object must have at its outermost level.");

    public JsonValidator() {
        super(ReasonCode.NOT_JSON);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("json", "The text must be well-formed JSON.", COLUMN, KIND, KEYS);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Json(options.get(KIND), options.get(KEYS));
    }

    @Override
    String fault(Options options) {
        String kind = switch (options.get(KIND)) {
            case ANY -> options.get(KEYS).isEmpty() ? "not JSON" : "no JSON object";
            case OBJECT -> "no JSON object";
            case ARRAY -> "no JSON array";
        };
        return options.get(KEYS).isEmpty()
                ? kind
                : kind + " with the keys " + Template.literal(String.join(", ", options.get(KEYS)));
    }
}
