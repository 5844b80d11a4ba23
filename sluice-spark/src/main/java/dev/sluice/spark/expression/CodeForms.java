package dev.sluice.spark.expression;

import dev.sluice.api.TextForm.CodeList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Numbers and codes. */
final class CodeForms {
    private static final Map<CodeList, Set<String>> LISTS = lists();

    private CodeForms() {}

    static Set<String> codes(CodeList list) {
        return LISTS.getOrDefault(list, Set.of());
    }

    private static Map<CodeList, Set<String>> lists() {
        Map<CodeList, Set<String>> lists = new EnumMap<>(CodeList.class);
        for (CodeList list : CodeList.values()) {
            lists.put(
                    list,
                    switch (list) {
                        case COUNTRY_ALPHA2 -> Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
                        case COUNTRY_ALPHA3 -> Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3);
                        case CURRENCY ->
                            Currency.getAvailableCurrencies().stream()
                                    .map(Currency::getCurrencyCode)
                                    .collect(Collectors.toUnmodifiableSet());
                        case LANGUAGE_ALPHA2 -> Set.of(Locale.getISOLanguages());
                        case LANGUAGE_ALPHA3 ->
                            Stream.of(Locale.getISOLanguages())
                                    .map(language ->
                                            Locale.forLanguageTag(language).getISO3Language())
                                    .filter(language -> !language.isEmpty())
                                    .collect(Collectors.toUnmodifiableSet());
                    });
        }
        return lists;
    }

    static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : c > 127 || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isLuhn(String text, int min, int max) {
        int digits = 0;
        int sum = 0;
        boolean divided = true;
        for (int i = text.length() - 1; i >= 0 && digits <= max; i--) {
            char c = text.charAt(i);
            boolean divider = c == ' ' || c == '-';
            if (divider ? divided : c < '0' || c > '9') {
                return false;
            }
            divided = divider;
            if (!divider) {
                int digit = (c - '0') * (digits % 2 == 1 ? 2 : 1);
                sum += digit > 9 ? digit - 9 : digit;
                digits++;
            }
        }
        return !divided && digits >= min && digits <= max && sum % 10 == 0;
    }

    static boolean isPhone(String text, boolean international) {
        if (text.length() > 40 || text.isEmpty()) {
            return false;
        }
        boolean plus = text.charAt(0) == '+';
        int digits = 0;
        int open = 0;
        for (int i = plus ? 1 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (international || " -./()".indexOf(c) < 0) {
                return false;
            }
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0 || open > 1) {
                return false;
            }
        }
        char last = text.charAt(text.length() - 1);
        boolean shape = open == 0 && last >= '0' && last <= '9' && !Character.isWhitespace(text.charAt(0));
        return international
                ? plus && digits >= 7 && digits <= 15 && text.charAt(1) != '0'
                : shape && digits >= 5 && digits <= 15;
    }
}
