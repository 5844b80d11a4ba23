package dev.sluice.bench;

/**
 * A column of the target.
 *
 * @param type as Sluice names it
 */
record Field(String name, String type) {
    boolean isText() {
        return type.equals("string");
    }

    /** As Spark and DuckDB both know it, but for text. */
    String sqlType() {
        return type.equals("long") ? "bigint" : type;
    }
}
