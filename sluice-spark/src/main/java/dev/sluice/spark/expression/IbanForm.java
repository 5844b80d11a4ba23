package dev.sluice.spark.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** IBANs: the country's length, and the check digits of ISO 7064 mod 97-10. */
final class IbanForm {
    /** Countries and the length of their IBANs, by the registry of ISO 13616. */
    private static final Map<String, Integer> LENGTHS = lengths("""
            15 NO
            16 BE
            18 DK FI FK FO GL NL SD
            19 MK SI
            20 AT BA EE KZ LT LU MN XK
            21 CH HR LI LV
            22 BG BH CR DE GB GE IE ME RS VA
            23 AE GI IL IQ OM SO TL
            24 AD CZ ES MD PK RO SA SE SK TN VG
            25 LY PT ST
            26 IS TR
            27 BI DJ FR GR IT MC MR SM
            28 AL AZ BY CY DO GT HU LB NI PL SV
            29 BR EG PS QA UA
            30 JO KW MU YE
            31 MT SC
            32 LC
            33 RU
            """);

    private IbanForm() {}

    static boolean test(String text, Set<String> countries) {
        String iban = text.replace(" ", "");
        if (text.length() > 50
                || text.startsWith(" ")
                || text.endsWith(" ")
                || text.contains("  ")
                || iban.length() < 5) {
            return false;
        }
        String country = iban.substring(0, 2);
        if (LENGTHS.getOrDefault(country, 0) != iban.length() || !countries.isEmpty() && !countries.contains(country)) {
            return false;
        }
        int remainder = 0;
        for (int i = 0; i < iban.length(); i++) {
            // The first four characters count last.
            char c = iban.charAt((i + 4) % iban.length());
            if (c >= '0' && c <= '9') {
                remainder = (remainder * 10 + c - '0') % 97;
            } else if (c >= 'A' && c <= 'Z') {
                remainder = (remainder * 100 + c - 'A' + 10) % 97;
            } else {
                return false;
            }
        }
        int check = digits(iban);
        return remainder == 1 && check >= 2 && check <= 98;
    }

    /** The check digits; -1 where they are none. */
    private static int digits(String iban) {
        int tens = Character.digit(iban.charAt(2), 10);
        int ones = Character.digit(iban.charAt(3), 10);
        return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
    }

    private static Map<String, Integer> lengths(String table) {
        Map<String, Integer> lengths = new HashMap<>();
        table.lines().forEach(line -> {
            String[] words = line.strip().split(" ");
            for (int i = 1; i < words.length; i++) {
                lengths.put(words[i], Integer.valueOf(words[0]));
            }
        });
        return lengths;
    }
}
