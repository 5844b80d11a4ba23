package dev.sluice.spark.expression;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.TextForm;
import dev.sluice.api.TextForm.IpVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses and networks of the Internet Protocol. No name is ever looked up. */
record IpForm(TextForm.Ip form, List<Network> within) {
    private static final int LONGEST = 49;

    /** An address range: the bytes of its beginning, and how many bits of them count. */
    record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @throws SluiceException if one of its networks is none */
    static IpForm of(TextForm.Ip form) {
        List<Network> within = new ArrayList<>();
        for (String text : form.within()) {
            Network network = network(text);
            if (network == null) {
                throw new SluiceException(
                        ErrorCode.UNFIT_OPTIONS, "Cannot read '%s' as a network such as 10.0.0.0/8".formatted(text));
            }
            within.add(network);
        }
        return new IpForm(form, within);
    }

    boolean test(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        Network network = form.network() ? network(text) : null;
        byte[] address = form.network() ? network == null ? null : network.address() : parse(text);
        if (address == null
                || form.version() != IpVersion.ANY && (form.version() == IpVersion.V4) != (address.length == 4)) {
            return false;
        }
        return within.isEmpty()
                || within.stream()
                        .anyMatch(each -> each.contains(address) && (network == null || network.bits() >= each.bits()));
    }

    /** Null where the text is none. */
    static @Nullable Network network(String text) {
        int slash = text.indexOf('/');
        byte[] address = slash < 0 ? null : parse(text.substring(0, slash));
        int bits = address == null ? -1 : number(text.substring(slash + 1), 128);
        return address == null || bits < 0 || bits > address.length * 8 ? null : new Network(address, bits);
    }

    /** The address's 4 or 16 bytes; null where the text is none. */
    static byte @Nullable [] parse(String text) {
        return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
    }

    private static byte @Nullable [] parse4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = number(parts[i], 255);
            if (part < 0) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    /** -1 where the text is no whole number up to the limit, written without superfluous zeros. */
    private static int number(String text, int limit) {
        if (text.isEmpty() || text.length() > 3 || text.length() > 1 && text.charAt(0) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number <= limit ? number : -1;
    }

    private static byte @Nullable [] parse6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int length = head.length + tail.length;
        if (gap < 0 ? length != 16 : length > 14) {
            return null;
        }
        byte[] address = new byte[16];
        System.arraycopy(head, 0, address, 0, head.length);
        System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
        return address;
    }

    /** @param last whether the groups may end with an address of version 4 */
    private static byte @Nullable [] groups(String text, boolean last) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        boolean four = parts[parts.length - 1].indexOf('.') >= 0;
        if (four && !last || parts.length > 8) {
            return null;
        }
        byte[] bytes = new byte[parts.length * 2 + (four ? 2 : 0)];
        for (int i = 0; i < parts.length; i++) {
            if (four && i == parts.length - 1) {
                byte[] end = parse4(parts[i]);
                if (end == null) {
                    return null;
                }
                System.arraycopy(end, 0, bytes, i * 2, 4);
            } else {
                int group = hex(parts[i]);
                if (group < 0) {
                    return null;
                }
                bytes[i * 2] = (byte) (group >> 8);
                bytes[i * 2 + 1] = (byte) group;
            }
        }
        return bytes;
    }

    private static int hex(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
        return digits ? Integer.parseInt(text, 16) : -1;
    }
}
