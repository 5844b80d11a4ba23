package com.example.iban;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.row.Counter;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowReasons;
import dev.sluice.api.row.RowValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.iban4j.Iban4jException;
import org.iban4j.IbanUtil;
import org.iban4j.InvalidCheckDigitException;
import org.iban4j.UnsupportedCountryException;

/** A column, or a field of each element of an array of structs, holds valid IBANs. Null is valid. */
public final class IbanValidator implements RowValidator {
    static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "A text, or an array of structs.");
    static final Option<String> FIELD =
            Option.optional("field", new OptionType.Text(), "The field of each struct, where the column is an array.");
    static final Option<List<String>> COUNTRIES = Option.of(
            "countries",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Countries that are allowed, such as `DE`. Default: all.");

    private String column = "";
    private String field = "";
    private List<String> countries = List.of();
    private Counter spaced = amount -> {};

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("bank_account", "Checks length, form and check digits of an IBAN.", COLUMN, FIELD, COUNTRIES);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public void open(Options options, RowContext context) {
        column = options.get(COLUMN);
        field = options.find(FIELD).orElse("");
        countries = options.get(COUNTRIES);
        spaced = context.counter("with_spaces");
    }

    @Override
    public void validate(RecordView record, RowReasons reasons) {
        if (field.isEmpty()) {
            check(record.text(column), column, reasons);
            return;
        }
        List<?> elements = record.list(column);
        List<?> accounts = elements == null ? new ArrayList<>() : elements;
        for (int i = 0; i < accounts.size(); i++) {
            if (accounts.get(i) instanceof RecordView account) {
                check(account.text(field), column + "[" + i + "]." + field, reasons);
            }
        }
    }

    private void check(String text, String path, RowReasons reasons) {
        if (text == null) {
            return;
        }
        String iban = text.replace(" ", "").toUpperCase(Locale.ROOT);
        if (iban.length() < text.length()) {
            spaced.add(1);
        }
        try {
            IbanUtil.validate(iban);
            if (!countries.isEmpty() && !countries.contains(iban.substring(0, 2))) {
                reasons.add("IBAN_COUNTRY", path, "the country is not one of " + String.join(", ", countries));
            }
        } catch (InvalidCheckDigitException e) {
            reasons.add("IBAN_CHECK_DIGITS", path, "the check digits do not fit");
        } catch (UnsupportedCountryException e) {
            reasons.add("IBAN_COUNTRY", path, "there are no IBANs of this country");
        } catch (Iban4jException e) {
            reasons.add("IBAN_FORM", path, String.valueOf(e.getMessage()));
        }
    }
}
