package dev.sluice.spark.delivery.folder;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How files are written, so that Spark reads the same values back. */
public enum FolderFormat {
    PARQUET(Pattern.compile("(?!)"), Map.of()),
    /** With a header; nulls are empty, empty texts are {@code ""}. */
    CSV(
            Pattern.compile("(binary|fixed|array|map|struct)\\b.*"),
            Map.of(
                    "header",
                    "true",
                    "escape",
                    "\"",
                    "ignoreLeadingWhiteSpace",
                    "false",
                    "ignoreTrailingWhiteSpace",
                    "false",
                    "multiLine",
                    "true")),
    /** An object a line, nulls too. */
    JSON(Pattern.compile(".*\\bmap<(?!string,).*"), Map.of("ignoreNullFields", "false"));

    /** What both of the others know of times: microseconds, which their own patterns would cut off. */
    private static final Map<String, String> TIMES = Map.of(
            "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
            "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private final Pattern refused;
    private final Map<String, String> options;

    FolderFormat(Pattern refused, Map<String, String> options) {
        this.refused = refused;
        this.options = options;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param type as pipelines declare it */
    boolean holds(String type) {
        return !refused.matcher(type).matches();
    }

    Map<String, String> writing() {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(this == PARQUET ? Map.of() : TIMES);
        // Spark's own marker would be one more file that readers have to know of.
        all.put("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        return all;
    }

    Map<String, String> reading() {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(this == PARQUET ? Map.of() : TIMES);
        all.put("mode", "FAILFAST");
        // Else an empty text would be read as null too.
        all.put("nullValue", "\u0000");
        return all;
    }
}
