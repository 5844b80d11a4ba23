package dev.sluice.spark.expression;

import dev.sluice.api.TextForm;
import java.util.function.Predicate;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Whether a text has a form: 1 or 0, never null. */
final class FormText implements ValueFunction.ToLong {
    private final TextForm form;
    private transient volatile @Nullable FormTest test;

    FormText(TextForm form) {
        this.form = form;
        this.test = test(form);
    }

    /** What does the work; texts that are longer than any value of the form are refused by it. */
    interface FormTest {
        boolean test(UTF8String text);
    }

    @Override
    public long apply(UTF8String text, long none) {
        FormTest ready = test;
        if (ready == null) {
            ready = test(form);
            test = ready;
        }
        return ready.test(text) ? 1 : 0;
    }

    private static FormTest test(TextForm form) {
        if (form instanceof TextForm.Blank) {
            return FormText::isBlank;
        }
        Predicate<String> test = ofText(form);
        return text -> test.test(text.toString());
    }

    /** Most texts tell by their first byte that they are not blank, without becoming a string. */
    private static boolean isBlank(UTF8String text) {
        int bytes = text.numBytes();
        for (int i = 0; i < bytes; i++) {
            byte next = text.getByte(i);
            if (next < 0) {
                return text.toString().chars().allMatch(FormText::isSpace);
            }
            if (!isSpace(next)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static Predicate<String> ofText(TextForm form) {
        if (form instanceof TextForm.Email) {
            return NetForms::isEmail;
        } else if (form instanceof TextForm.Url url) {
            return text -> NetForms.isUrl(text, url.schemes());
        } else if (form instanceof TextForm.Ip ip) {
            return IpForm.of(ip)::test;
        } else if (form instanceof TextForm.Uuid) {
            return CodeForms::isUuid;
        } else if (form instanceof TextForm.Iban iban) {
            return text -> IbanForm.test(text, iban.countries());
        } else if (form instanceof TextForm.Luhn luhn) {
            return text -> CodeForms.isLuhn(text, luhn.min(), luhn.max());
        } else if (form instanceof TextForm.Code code) {
            return CodeForms.codes(code.list())::contains;
        } else if (form instanceof TextForm.Phone phone) {
            return text -> CodeForms.isPhone(text, phone.international());
        } else if (form instanceof TextForm.Json json) {
            return new JsonForm(json)::test;
        }
        throw new IllegalArgumentException("Cannot test for " + form);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FormText text && form.equals(text.form);
    }

    @Override
    public int hashCode() {
        return form.hashCode();
    }

    @Override
    public String toString() {
        return form.toString();
    }
}
