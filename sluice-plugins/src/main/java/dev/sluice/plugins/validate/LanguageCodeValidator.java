package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;

/** Asks for a language's code of ISO 639. Null passes. */
public final class LanguageCodeValidator extends TextValidator {
    public static final Option<Long> LETTERS =
            Option.of("letters", new OptionType.Whole(2, 3), 2L, "2 for codes such as `de`, 3 for `deu`.");

    public LanguageCodeValidator() {
        super(ReasonCode.UNKNOWN_CODE);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("language_code", "The text must be a language's code of ISO 639.", COLUMN, LETTERS);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Code(
                options.get(LETTERS) == 2 ? TextForm.CodeList.LANGUAGE_ALPHA2 : TextForm.CodeList.LANGUAGE_ALPHA3);
    }

    @Override
    String fault(Options options) {
        return "no language's code of ISO 639";
    }
}
