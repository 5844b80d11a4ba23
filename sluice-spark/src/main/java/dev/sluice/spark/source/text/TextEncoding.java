package dev.sluice.spark.source.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The encodings that text files may have. Readers see UTF-8 whatever the file has.
 *
 * <p>What cannot be decoded is put so that no UTF-8 check passes it, and so that the file's bytes can be had back: half
 * of a surrogate pair as three bytes, as if it were a character; any other byte as F8 and two bytes that hold it.
 */
public enum TextEncoding {
    UTF_8("UTF-8", 0),
    UTF_16("UTF-16", 2),
    UTF_16LE("UTF-16LE", 2),
    UTF_16BE("UTF-16BE", 2),
    ISO_8859_1("ISO-8859-1", 1),
    WINDOWS_1252("windows-1252", 1);

    /** The lead byte before an undecodable byte. */
    static final int ESCAPE = 0xf8;

    private static final String HIGH_1252 =
            "\u20ac\0\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\0\u017d\0"
                    + "\0\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\0\u017e\u0178";

    private final String word;
    private final int unit;

    TextEncoding(String word, int unit) {
        this.word = word;
        this.unit = unit;
    }

    /** The name as in a pipeline. */
    public String word() {
        return word;
    }

    /** The encoding of a name in any case, with hyphens or underscores. */
    public static Optional<TextEncoding> of(String name) {
        String normal = name.toUpperCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(values())
                .filter(encoding -> encoding.word.toUpperCase(Locale.ROOT).equals(normal))
                .findFirst();
    }

    /** Whether a reader may begin at any offset. */
    boolean splittable() {
        return unit < 2;
    }

    /** The character of a byte in an encoding with one byte for each; -1 if it has none. */
    int character(int b) {
        if (this == WINDOWS_1252 && b >= 0x80 && b < 0xa0) {
            char c = HIGH_1252.charAt(b - 0x80);
            return c == 0 ? -1 : c;
        }
        return b;
    }

    /** How many bytes of the file stand behind these bytes of the window. */
    long sourceLength(byte[] data, int from, int to) {
        if (unit == 0) {
            return to - (long) from;
        }
        long length = 0;
        for (int i = from; i < to; i++) {
            int b = data[i] & 0xff;
            if (b < 0x80 || b >= 0xc0) {
                length += b == ESCAPE ? 1 : b >= 0xf0 && unit == 2 ? 4 : unit;
            }
        }
        return length;
    }

    /** The bytes of the file that stand behind these bytes of the window. */
    byte[] sourceBytes(byte[] data, int from, int to) {
        if (unit == 0) {
            return Arrays.copyOfRange(data, from, to);
        }
        byte[] bytes = new byte[Math.toIntExact(sourceLength(data, from, to))];
        int out = 0;
        int i = from;
        while (i < to) {
            int b = data[i] & 0xff;
            int length = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 || b == ESCAPE ? 3 : 4;
            int value = length == 1 ? b : b & (length == 4 || b == ESCAPE ? 0x07 : 0xff >> (length + 1));
            for (int k = 1; k < length; k++) {
                value = value << 6 | data[i + k] & 0x3f;
            }
            i += length;
            if (b == ESCAPE) {
                bytes[out++] = (byte) value;
            } else if (unit == 1) {
                bytes[out++] = toByte(value);
            } else {
                for (char c : chars(value)) {
                    bytes[out++] = (byte) (this == UTF_16LE ? c : c >> 8);
                    bytes[out++] = (byte) (this == UTF_16LE ? c >> 8 : c);
                }
            }
        }
        return bytes;
    }

    private static char[] chars(int character) {
        return Character.isBmpCodePoint(character) ? new char[] {(char) character} : Character.toChars(character);
    }

    private byte toByte(int character) {
        int place = this == WINDOWS_1252 && character > 0xff ? HIGH_1252.indexOf(character) : -1;
        return (byte) (place >= 0 ? place + 0x80 : character);
    }
}
