package dev.sluice.bench;

/**
 * A condition that every good row fulfils.
 *
 * @param form the condition with {@code %s} for the column, in the SQL that Spark and DuckDB have in common
 */
record Rule(String name, String column, String form) {
    /** One that costs about as much as a rule of real life, and that no optimizer can share with another. */
    static Rule of(Field field, int number) {
        String form = switch (field.type()) {
            case "string" -> "length(%s) < " + (200 + number);
            case "date" -> "%s < date '" + (2100 + number) + "-01-01'";
            case "timestamp" -> "%s < timestamp '" + (2100 + number) + "-01-01 00:00:00'";
            default -> "%s + " + number + " > -50000";
        };
        return new Rule("rule_" + number, field.name(), form);
    }

    String condition() {
        return condition(column);
    }

    String condition(String ofColumn) {
        return form.formatted(ofColumn);
    }
}
