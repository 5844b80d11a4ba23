package dev.sluice.spark;

import java.util.List;
import java.util.stream.Stream;

/** Whether tests that have a long form run it: {@code mvn verify -Dsluice.tests.long=true}. */
public final class LongTests {
    private LongTests() {}

    public static boolean wanted() {
        return Boolean.getBoolean("sluice.tests.long");
    }

    /** All of them, or only the first so many. */
    public static <T> Stream<T> orFirst(int many, List<T> all) {
        return wanted() ? all.stream() : all.stream().limit(many);
    }
}
