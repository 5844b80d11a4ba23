package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/** A form that a text may have; see {@link ColumnFunctions#hasForm}. Blanks around a text count: it has not the form. */
public sealed interface TextForm extends Serializable {
    /** Nothing but white space (of Unicode too), or nothing. */
    record Blank() implements TextForm {}

    /**
     * An e-mail address as people have them: no quoted local part, no address literal. The domain has at least one dot.
     * International letters are allowed.
     */
    record Email() implements TextForm {}

    /**
     * An absolute URL with a host.
     *
     * @param schemes allowed ones in lower case; empty for any
     */
    record Url(Set<String> schemes) implements TextForm {
        public Url {
            schemes = Set.copyOf(schemes);
        }
    }

    /** Versions of the Internet Protocol. */
    enum IpVersion {
        ANY,
        V4,
        V6
    }

    /**
     * An IP address in its usual notation, without a zone index.
     *
     * @param network whether a network in CIDR notation is wanted instead of an address
     * @param within networks in CIDR notation, in one of which it must lie; empty for anywhere
     */
    record Ip(IpVersion version, boolean network, List<String> within) implements TextForm {
        public Ip {
            requireNonNull(version, "version");
            within = List.copyOf(within);
        }
    }

    /** A UUID of 8-4-4-4-12 hexadecimal digits. */
    record Uuid() implements TextForm {}

    /**
     * An IBAN: country, length and check digits (ISO 13616, ISO 7064 mod 97-10). Single spaces may divide it.
     *
     * @param countries allowed ones; empty for any
     */
    record Iban(Set<String> countries) implements TextForm {
        public Iban {
            countries = Set.copyOf(countries);
        }
    }

    /**
     * Digits with a check digit of Luhn's (ISO/IEC 7812), as on payment cards. Single spaces or hyphens may divide them.
     *
     * @param min the least number of digits
     * @param max the greatest number of digits
     */
    record Luhn(int min, int max) implements TextForm {}

    /** Lists of codes that the JDK keeps. Codes are in the case of their standard. */
    enum CodeList {
        /** ISO 3166-1, two capitals. */
        COUNTRY_ALPHA2,
        /** ISO 3166-1, three capitals. */
        COUNTRY_ALPHA3,
        /** ISO 4217, three capitals. */
        CURRENCY,
        /** ISO 639, two small letters. */
        LANGUAGE_ALPHA2,
        /** ISO 639, three small letters. */
        LANGUAGE_ALPHA3
    }

    /** A code of a list. */
    record Code(CodeList list) implements TextForm {
        public Code {
            requireNonNull(list, "list");
        }
    }

    /**
     * A telephone number by its shape: 5 to 15 digits, perhaps divided by blanks, hyphens, dots, slashes and brackets.
     *
     * @param international whether only E.164 is right: a plus and 7 to 15 digits, the first one not 0, nothing else
     */
    record Phone(boolean international) implements TextForm {}

    /** What a JSON text is on the outside. */
    enum JsonKind {
        ANY,
        OBJECT,
        ARRAY
    }

    /**
     * Well-formed JSON (RFC 8259).
     *
     * @param keys that an object must have at its outermost level
     */
    record Json(JsonKind kind, List<String> keys) implements TextForm {
        public Json {
            requireNonNull(kind, "kind");
            keys = List.copyOf(keys);
        }
    }
}
