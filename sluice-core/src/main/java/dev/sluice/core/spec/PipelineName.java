package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a pipeline is called by commands and in the ledger: {@code orders}, or {@code orders@v2} for a deployment of it
 * beside the one that is live.
 *
 * @param pipeline as its file calls it
 * @param deployment empty for the one that is live, whatever its name
 */
public record PipelineName(String pipeline, Optional<String> deployment) {
    /** The name of the deployment that is live before another was ever promoted. */
    public static final String FIRST = "main";

    private static final String MARK = "@";
    private static final int LONGEST = 30;
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+(?:_[a-z0-9]+)*");
    /** Tables of the live deployment end with these. */
    private static final Set<String> TAKEN = Set.of("quarantine", "quarantine_history", "fixes");

    public PipelineName {
        requireNonNull(pipeline, "pipeline");
        deployment.ifPresent(PipelineName::check);
    }

    /**
     * Reads the text that {@link #toString} gives.
     *
     * @throws SluiceException {@code INVALID_DEPLOYMENT} if the part behind the {@code @} is no name of a deployment
     */
    public static PipelineName parse(String text) {
        int mark = text.indexOf(MARK);
        return mark < 0
                ? new PipelineName(text, Optional.empty())
                : new PipelineName(text.substring(0, mark), Optional.of(text.substring(mark + 1)));
    }

    /** The same pipeline, of a deployment. */
    public PipelineName of(String name) {
        return new PipelineName(pipeline, Optional.of(name));
    }

    /** The same name if it tells a deployment; else that of the usual one. */
    public PipelineName or(Optional<String> usual) {
        return deployment.isPresent() ? this : new PipelineName(pipeline, usual);
    }

    /** @throws SluiceException {@code INVALID_DEPLOYMENT} */
    public static void check(String deployment) {
        if (!WORD.matcher(deployment).matches() || deployment.length() > LONGEST || TAKEN.contains(deployment)) {
            throw new SluiceException(
                    Problem.of(ErrorCode.INVALID_DEPLOYMENT, "Invalid name of a deployment: '%s'".formatted(deployment))
                            .withHint(
                                    TAKEN.contains(deployment)
                                            ? "tables of the pipeline end with it already; take another"
                                            : "at most %d of a-z and 0-9, with single '_' between them, such as v2"
                                                    .formatted(LONGEST)));
        }
    }

    @Override
    public String toString() {
        return deployment.map(name -> pipeline + MARK + name).orElse(pipeline);
    }
}
