package dev.sluice.spark.plan;

/** What Spark says of a failure, for messages of one line. */
public final class SparkMessage {
    private SparkMessage() {}

    /** The first line that says something, without SQL state and full stop; the class's name if there is none. */
    public static String line(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines()
                .map(line -> line.replaceFirst("\\s*SQLSTATE: .*", "").strip().replaceFirst("[.;]$", ""))
                .filter(line -> !line.isEmpty() && !line.equals("null"))
                .findFirst()
                .orElse(failure.getClass().getName());
    }
}
