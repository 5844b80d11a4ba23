package dev.sluice.spark.delivery.folder;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType.Choice;
import dev.sluice.api.OptionType.Span;
import dev.sluice.api.OptionType.Text;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.sink.Sink;
import dev.sluice.api.sink.SinkContext;
import dev.sluice.api.sink.SinkPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Delivers to a folder of files, which changes from state to state in one step. */
public final class FolderSink implements Sink {
    public static final Option<String> PATH = Option.required(
            "path",
            new Text(),
            "Folder or URI. A relative path starts at the project's folder. Each sink has its own.");
    public static final Option<FolderFormat> FORMAT =
            Option.of("format", new Choice<>(FolderFormat.class), FolderFormat.PARQUET, "The format of the files.");
    public static final Option<Duration> KEEP = Option.of(
            "keep",
            new Span(),
            Duration.ofDays(1),
            "How long the files of a state stay once it is replaced, for readers that are amid them.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "folder",
                "Delivers to a folder of files; a pointer file changes from state to state in one step.",
                PATH,
                FORMAT,
                KEEP);
    }

    @Override
    public List<Problem> checkColumns(Options options, Map<String, String> columns) {
        FolderFormat format = options.get(FORMAT);
        List<Problem> problems = new ArrayList<>();
        columns.forEach((name, type) -> {
            if (!format.holds(type)) {
                problems.add(Problem.at(
                                options.location(),
                                ErrorCode.SINK_INVALID,
                                "%s cannot hold the column '%s' of type %s".formatted(format.word(), name, type))
                        .withHint("use the format parquet"));
            }
        });
        return problems;
    }

    @Override
    public String place(Options options) {
        return options.get(PATH).replaceFirst("(?<=.)/+$", "");
    }

    @Override
    public SinkPlace open(Options options, SinkContext context) throws Exception {
        return FolderPlace.open(place(options), options.get(FORMAT), options.get(KEEP), context);
    }
}
