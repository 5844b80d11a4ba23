package dev.sluice.spark.source;

import dev.sluice.api.ReasonCode;
import dev.sluice.spark.expression.ValueFunction;
import dev.sluice.spark.source.text.ParseProblem;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The reason that all records of some files have, by the file's URI; null for other files.
 *
 * @param messages by URI
 */
record FileReason(ReasonCode code, Map<String, String> messages) implements ValueFunction.ToObject {
    FileReason {
        messages = Map.copyOf(messages);
    }

    @Override
    public @Nullable Object apply(UTF8String uri) {
        String message = messages.get(uri.toString());
        return message == null ? null : TextRow.reasons(List.of(ParseProblem.ofRecord(code, message)));
    }
}
