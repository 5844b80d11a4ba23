package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** Where a recording of JDK Flight Recorder has found the tasks of Spark. */
final class HotMethods {
    private final Map<String, Integer> self = new HashMap<>();
    private final Map<String, Integer> inclusive = new HashMap<>();
    private int samples;

    private HotMethods() {}

    static String of(Path recording, int lines) throws IOException {
        HotMethods methods = new HotMethods();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && stack != null) {
                    methods.add(stack.getFrames());
                }
            }
        }
        return "%d samples in tasks\nof its own:\n%s\nwith what it calls:\n%s"
                .formatted(methods.samples, methods.top(methods.self, lines), methods.top(methods.inclusive, lines));
    }

    private void add(List<RecordedFrame> frames) {
        if (frames.stream().noneMatch(frame -> name(frame).startsWith("org.apache.spark.scheduler.Task.run"))) {
            return;
        }
        samples++;
        self.merge(name(frames.get(0)), 1, Integer::sum);
        Set<String> seen = new HashSet<>();
        for (RecordedFrame frame : frames) {
            if (name(frame).startsWith("org.apache.spark.scheduler.")) {
                break;
            }
            if (seen.add(name(frame))) {
                inclusive.merge(name(frame), 1, Integer::sum);
            }
        }
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private String top(Map<String, Integer> counts, int lines) {
        StringBuilder text = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(lines)
                .forEach(entry ->
                        text.append("%5.1f %%  %s\n".formatted(100.0 * entry.getValue() / samples, entry.getKey())));
        return text.toString();
    }
}
