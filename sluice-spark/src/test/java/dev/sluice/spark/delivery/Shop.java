package dev.sluice.spark.delivery;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project whose pipeline {@code orders} replaces its target by each batch. */
record Shop(Path folder) {
    static final int ROWS = 500;

    /** @param sinks the list, each line indented */
    static Shop of(Path folder, String connections, String sinks) throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n" + connections);
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.orders
                  write: replace
                  columns:
                    id: {type: long, required: true}
                    version: long
                    note: string
                sinks:
                """ + sinks);
        return new Shop(folder);
    }

    /** A batch arrives all of whose rows have this version. */
    void arrives(int version) throws IOException {
        StringBuilder text = new StringBuilder("id,version,note\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(row)
                    .append(',')
                    .append(version)
                    .append(",\"a, \"\"note\"\" ")
                    .append(row)
                    .append("\"\n");
        }
        Files.writeString(folder.resolve("inbox/%05d.csv".formatted(version)), text);
    }

    Sluice open() {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    RunResult run() {
        try (Sluice sluice = open()) {
            return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
        }
    }

    /** Publishes a batch of this version, and delivers nothing. */
    void publish(int version) throws IOException {
        arrives(version);
        try (Sluice sluice = Sluice.open(
                Project.open(folder, Optional.empty(), List.of("sinks=[]"), Map.of()), LocalSpark.session())) {
            RunResult ignored = sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
        }
    }

    List<DeliveryResult> deliver() {
        try (Sluice sluice = open()) {
            return sluice.deliver("orders", RunListener.SILENT);
        }
    }
}
