package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reason that is expected; what is empty may be anything.
 *
 * @param rule the step's name
 * @param column one that the reason names
 * @param message a part of the message
 */
public record ExpectedReason(
        String code, Optional<String> rule, Optional<String> column, Optional<String> value, Optional<String> message) {
    public ExpectedReason {
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        requireNonNull(column, "column");
        requireNonNull(value, "value");
        requireNonNull(message, "message");
    }

    boolean fits(FoundReason found) {
        return code.equals(found.code())
                && rule.map(found.rule()::equals).orElse(true)
                && column.map(found.columns()::contains).orElse(true)
                && value.map(text -> text.equals(found.value())).orElse(true)
                && message.map(String.valueOf(found.message())::contains).orElse(true);
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>(List.of(code));
        rule.ifPresent(words::add);
        column.ifPresent(name -> words.add("column " + name));
        value.ifPresent(text -> words.add("value '" + text + "'"));
        message.ifPresent(text -> words.add("\"" + text + "\""));
        return String.join(" ", words);
    }
}
