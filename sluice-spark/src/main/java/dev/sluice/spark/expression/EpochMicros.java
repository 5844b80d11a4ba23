package dev.sluice.spark.expression;

import java.time.Instant;

/** Instants as Spark and Iceberg hold them: microseconds since 1970, over 290,000 years to both sides. */
public final class EpochMicros {
    private EpochMicros() {}

    /**
     * The last microsecond that is not after the time. Java's {@code ChronoUnit.MICROS.between} counts nanoseconds on its
     * way, which reach no further than 292 years.
     *
     * @throws ArithmeticException if no long holds it
     */
    public static long of(Instant time) {
        long second = time.getEpochSecond();
        // Towards zero, since the first microsecond of all lies in a second that does not begin within a long.
        long towardsZero = second < 0 ? 1 : 0;
        return Math.addExact(
                Math.multiplyExact(second + towardsZero, Moment.MICROS_PER_SECOND),
                time.getNano() / 1000 - towardsZero * Moment.MICROS_PER_SECOND);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, Moment.MICROS_PER_SECOND),
                Math.floorMod(micros, Moment.MICROS_PER_SECOND) * 1000);
    }
}
