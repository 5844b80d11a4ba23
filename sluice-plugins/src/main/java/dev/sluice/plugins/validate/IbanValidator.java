package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;
import java.util.List;
import java.util.Set;

/** Asks for an IBAN with right check digits. Null passes. */
public final class IbanValidator extends TextValidator {
    public static final Option<List<String>> COUNTRIES = Option.of(
            "countries",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "The countries allowed, such as `DE`; by default any.");

    public IbanValidator() {
        super(ReasonCode.NOT_AN_IBAN);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("iban", "The text must be an IBAN: country, length and check digits.", COLUMN, COUNTRIES);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Iban(Set.copyOf(options.get(COUNTRIES)));
    }

    @Override
    String fault(Options options) {
        return options.get(COUNTRIES).isEmpty()
                ? "not an IBAN"
                : "not an IBAN of " + String.join(", ", options.get(COUNTRIES));
    }
}
