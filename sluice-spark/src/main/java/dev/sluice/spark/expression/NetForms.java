package dev.sluice.spark.expression;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Addresses of mail and web. */
final class NetForms {
    private static final int EMAIL_LENGTH = 254;
    private static final int LOCAL_LENGTH = 64;
    private static final int HOST_LENGTH = 253;
    private static final int LABEL_LENGTH = 63;
    private static final int URL_LENGTH = 8_192;
    private static final String LOCAL_SIGNS = "!#$%&'*+-/=?^_`{|}~.";

    private NetForms() {}

    static boolean isEmail(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                && text.length() <= EMAIL_LENGTH
                && isLocalPart(text.substring(0, at))
                && isHost(text.substring(at + 1), 2);
    }

    private static boolean isLocalPart(String local) {
        if (local.length() > LOCAL_LENGTH || local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return false;
        }
        return local.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c < 128 && LOCAL_SIGNS.indexOf(c) >= 0);
    }

    /** @param labels how many parts between dots there must be at least */
    static boolean isHost(String host, int labels) {
        String ascii;
        try {
            ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (ascii.isEmpty() || ascii.length() > HOST_LENGTH) {
            return false;
        }
        String[] parts = ascii.split("\\.", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.length() > LABEL_LENGTH || part.startsWith("-") || part.endsWith("-")) {
                return false;
            }
        }
        String last = parts[parts.length - 1];
        return parts.length >= labels && (parts.length == 1 || last.chars().anyMatch(Character::isLetter));
    }

    static boolean isUrl(String text, Set<String> schemes) {
        if (text.length() > URL_LENGTH) {
            return false;
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (scheme == null || !schemes.isEmpty() && !schemes.contains(scheme.toLowerCase(Locale.ROOT))) {
                return false;
            }
            String authority = uri.getRawAuthority();
            if (authority == null) {
                return false;
            }
            String host = uri.getHost() == null ? hostOf(authority) : uri.getHost();
            boolean number = host.startsWith("[") || IpForm.parse(host) != null;
            return uri.getPort() <= 65_535 && (number || isHost(host, 1));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The URI class knows no international names of hosts. */
    private static String hostOf(String authority) {
        String rest = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = rest.lastIndexOf(':');
        boolean port = colon > 0 && rest.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        return port ? rest.substring(0, colon) : rest;
    }
}
