package dev.sluice.spark;

import java.util.List;
import java.util.stream.Stream;

/** Whether tests that have a long form run it: {@code mvn verify -Dsluice.tests.long=true}. */
public final class LongTests {
    /** For tests of which the short form has none. */
    public static final String PROPERTY = "sluice.tests.long";

    private LongTests() {}

    public static boolean wanted() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** All of them, or only the first so many. */
    public static <T> Stream<T> orFirst(int many, List<T> all) {
        return wanted() ? all.stream() : all.stream().limit(many);
    }
}
