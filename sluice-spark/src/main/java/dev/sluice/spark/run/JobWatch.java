package dev.sluice.spark.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Watches the Spark jobs of one run, known by their job group: for progress, and for the report's timeline. Figures
 * here are for people; what counts as read and landed is counted by the tasks' commit messages.
 */
final class JobWatch extends SparkListener {
    private static final String JOB_GROUP = "spark.jobGroup.id";

    private final String group;
    private final RunListener listener;
    private final Map<Integer, StageFigures> figures = new HashMap<>();
    private final List<StageFigures> completed = new ArrayList<>();
    private int tasksTotal;
    private int tasksDone;
    private long records;

    JobWatch(String group, RunListener listener) {
        this.group = group;
        this.listener = listener;
    }

    /** What is kept of a stage; times in epoch milliseconds, durations in milliseconds, sizes in bytes. */
    static final class StageFigures {
        final int id;
        final String name;
        final List<Long> taskMillis = new ArrayList<>();
        final List<Long> taskRows = new ArrayList<>();
        int failedTasks;
        long startedAt;
        long endedAt;
        long shuffleReadBytes;
        long shuffleBytes;
        long spillBytes;
        long gcMillis;

        StageFigures(int id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart start) {
        if (start.properties() == null || !group.equals(start.properties().getProperty(JOB_GROUP))) {
            return;
        }
        for (StageInfo stage : CollectionConverters.asJava(start.stageInfos())) {
            figures.put(stage.stageId(), new StageFigures(stage.stageId(), stage.name()));
            tasksTotal += stage.numTasks();
        }
        listener.progress(tasksDone, tasksTotal, records);
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        StageFigures stage = figures.get(end.stageId());
        if (stage == null) {
            return;
        }
        if (!end.taskInfo().successful()) {
            stage.failedTasks++;
            return;
        }
        stage.taskMillis.add(end.taskInfo().duration());
        TaskMetrics metrics = end.taskMetrics();
        if (metrics != null) {
            stage.shuffleReadBytes += metrics.shuffleReadMetrics().totalBytesRead();
            stage.shuffleBytes += metrics.shuffleWriteMetrics().bytesWritten();
            stage.spillBytes += metrics.diskBytesSpilled();
            stage.gcMillis += metrics.jvmGCTime();
            stage.taskRows.add(metrics.inputMetrics().recordsRead());
            records += metrics.inputMetrics().recordsRead();
        }
        tasksDone++;
        listener.progress(tasksDone, tasksTotal, records);
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted end) {
        StageInfo info = end.stageInfo();
        StageFigures stage = figures.get(info.stageId());
        if (stage != null
                && info.submissionTime().isDefined()
                && info.completionTime().isDefined()) {
            stage.startedAt = (Long) info.submissionTime().get();
            stage.endedAt = (Long) info.completionTime().get();
            completed.add(stage);
        }
    }

    /** The stages that have ended, in that order. */
    synchronized List<StageFigures> stages() {
        return Collections.unmodifiableList(new ArrayList<>(completed));
    }
}
