package dev.sluice.core.expression;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Functions of SQL expressions that tell of the run and of where the row comes from. They take no argument. */
public enum ContextFunction {
    BATCH_ID("the batch's id"),
    BATCH_TAGS("the tags that the run was given with `--tag`, a map of texts: `batch_tags()['supplier']`"),
    ENVIRONMENT("the environment's name; null where none was given"),
    PIPELINE_NAME("the pipeline's name"),
    RUN_TIME("when the run began, a timestamp: the same for all rows"),
    SOURCE_FILE("the name of the row's file, without its folders"),
    SOURCE_URI("the full address of the row's file"),
    TARGET_TABLE("the target table, as the pipeline names it"),
    WINDOW_END("the end of the run's window, a timestamp; null for a run without a window"),
    WINDOW_START("the beginning of the run's window, a timestamp; null for a run without a window");

    private final String meaning;

    ContextFunction(String meaning) {
        this.meaning = meaning;
    }

    /** The name in SQL, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Completes "it gives …". */
    public String meaning() {
        return meaning;
    }

    /** The function of that name, in any case. */
    public static Optional<ContextFunction> of(String name) {
        return Stream.of(values())
                .filter(function -> function.word().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
