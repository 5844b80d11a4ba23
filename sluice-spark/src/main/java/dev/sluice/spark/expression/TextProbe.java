package dev.sluice.spark.expression;

import dev.sluice.api.TextForm;
import dev.sluice.spark.expression.TimeText.Result;
import java.util.List;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;

/** Whether a text can be read as a value of some type, told by what converts into the target. */
public enum TextProbe {
    INT(WholeNumber.INT),
    LONG(WholeNumber.LONG),
    BOOLEAN(BooleanText.DEFAULT),
    UUID(new UuidText()),
    DATE(TimeText.of(Result.DATE, List.of())),
    TIME(TimeText.of(Result.TIME, List.of())),
    TIMESTAMP(TimeText.of(Result.LOCAL, List.of())),
    EMAIL(new FormText(new TextForm.Email())),
    URL(new FormText(new TextForm.Url(Set.of()))),
    IP(new FormText(new TextForm.Ip(TextForm.IpVersion.ANY, false, List.of()))),
    IBAN(new FormText(new TextForm.Iban(Set.of())));

    private final ValueFunction function;

    TextProbe(ValueFunction function) {
        this.function = function;
    }

    public boolean reads(UTF8String text) {
        if (function instanceof FormText form) {
            return form.apply(text, 0) == 1;
        }
        if (function instanceof ValueFunction.ToLong number) {
            return number.apply(text, ValueFunction.NONE) != ValueFunction.NONE;
        }
        return function instanceof ValueFunction.ToObject object && object.apply(text) != null;
    }

    /** The text as a number; NaN where it is none, or is written as such. */
    public static double number(UTF8String text) {
        return FloatingNumber.DOUBLE.apply(text, Double.NaN);
    }
}
