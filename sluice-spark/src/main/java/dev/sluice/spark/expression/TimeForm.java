package dev.sluice.spark.expression;

import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** A pattern of dates or times as the conversion reads it. */
public enum TimeForm {
    DATE(TimeText.Result.DATE),
    TIME(TimeText.Result.TIME),
    TIMESTAMP(TimeText.Result.LOCAL);

    private final TimeText.Result result;

    TimeForm(TimeText.Result result) {
        this.result = result;
    }

    /** Those of the texts that the pattern cannot read. */
    public List<String> unread(String pattern, List<String> texts) {
        TimeText reader = TimeText.of(result, List.of(pattern));
        return texts.stream()
                .filter(text -> reader.apply(UTF8String.fromString(text), Long.MIN_VALUE) == Long.MIN_VALUE)
                .toList();
    }
}
