package dev.sluice.spark.expression;

import dev.sluice.api.ReasonCode;

/** Why a JSON text does not fit a type, and where. Made without a stack trace: it is data, of one bad row. */
final class JsonFault extends Exception {
    private final ReasonCode code;
    private final String path;
    private final String reason;

    private JsonFault(ReasonCode code, String path, String reason) {
        super(reason, null, false, false);
        this.code = code;
        this.path = path;
        this.reason = reason;
    }

    static JsonFault wrong(String reason) {
        return new JsonFault(ReasonCode.WRONG_JSON, "", reason);
    }

    static JsonFault syntax(String reason) {
        return new JsonFault(ReasonCode.NOT_JSON, "", reason);
    }

    /** The same, seen from the field or element around. */
    JsonFault in(String step) {
        return new JsonFault(code, path.isEmpty() || path.startsWith("[") ? step + path : step + "." + path, reason);
    }

    ReasonCode code() {
        return code;
    }

    /** Such as {@code items[3].price: 'x' is no decimal(10,2)}. */
    String text() {
        return path.isEmpty() ? reason : path + ": " + reason;
    }
}
