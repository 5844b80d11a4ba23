package dev.sluice.spark.expression;

import dev.sluice.api.ReasonCode;
import org.jspecify.annotations.Nullable;

/** Why a JSON text does not fit a type, and where. Made without a stack trace: it is data, of one bad row. */
final class JsonFault extends Exception {
    private final ReasonCode code;
    private final String path;
    private final String reason;
    private final @Nullable String value;

    private JsonFault(ReasonCode code, String path, String reason, @Nullable String value) {
        super(reason, null, false, false);
        this.code = code;
        this.path = path;
        this.reason = reason;
        this.value = value;
    }

    static JsonFault wrong(String reason) {
        return new JsonFault(ReasonCode.WRONG_JSON, "", reason, null);
    }

    /** @param value the text that stands there */
    static JsonFault wrong(String reason, String value) {
        return new JsonFault(ReasonCode.WRONG_JSON, "", reason, value);
    }

    static JsonFault syntax(String reason) {
        return new JsonFault(ReasonCode.NOT_JSON, "", reason, null);
    }

    /** The same, seen from the field or element around. */
    JsonFault in(String step) {
        return new JsonFault(
                code, path.isEmpty() || path.startsWith("[") ? step + path : step + "." + path, reason, value);
    }

    ReasonCode code() {
        return code;
    }

    /** Such as {@code items[3].price}; empty where it concerns the whole text. */
    String path() {
        return path;
    }

    String reason() {
        return reason;
    }

    /** What stands there, where it is no array or object and not the whole text. */
    @Nullable
    String value() {
        return value;
    }

    /** Such as {@code items[3].price: 'x' is no decimal(10,2)}. */
    String text() {
        return path.isEmpty() ? reason : path + ": " + reason;
    }
}
