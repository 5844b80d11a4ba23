package dev.sluice.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of partition columns that a file's folders name, as in {@code dt=2026-01-05/country=de/x.csv}. Folders of
 * other forms may stand between them.
 */
final class FolderPartitions {
    /** What stands for null. */
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private FolderPartitions() {}

    /**
     * The value of each column, null for null; empty if the folders do not name all columns in this order, or a value is
     * no text.
     *
     * @param path the file's full URI
     */
    static Optional<List<@Nullable String>> of(String path, List<String> columns) {
        String[] folders = path.split("/");
        @Nullable String[] values = new String[columns.size()];
        int column = columns.size() - 1;
        // From the innermost: what matters is the layout next to the file.
        for (int i = folders.length - 2; i >= 0 && column >= 0; i--) {
            int equals = folders[i].indexOf('=');
            if (equals > 0 && columns.get(column).equals(decoded(folders[i].substring(0, equals)))) {
                String text = decoded(folders[i].substring(equals + 1));
                if (text == null) {
                    return Optional.empty();
                }
                values[column--] = text.equals(NULL) ? null : text;
            }
        }
        return column >= 0 ? Optional.empty() : Optional.of(Collections.unmodifiableList(Arrays.asList(values)));
    }

    /** With each {@code %XX} as the byte that it stands for; null if these are no text. */
    private static @Nullable String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            int high = text.charAt(i) == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 3;
            } else {
                int character = text.codePointAt(i);
                bytes.writeBytes(Character.toString(character).getBytes(UTF_8));
                i += Character.charCount(character);
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** One line for a file whose folders do not name the columns. */
    static String outside(List<String> columns) {
        List<String> folders = new ArrayList<>();
        columns.forEach(column -> folders.add(column + "=…"));
        return "The file's folders do not name the partition columns: %s/ is expected"
                .formatted(String.join("/", folders));
    }
}
