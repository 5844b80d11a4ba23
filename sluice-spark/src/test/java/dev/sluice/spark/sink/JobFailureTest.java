package dev.sluice.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.Test;

class JobFailureTest {
    private static SluiceException changing(RuntimeException failure) {
        return catchThrowableOfType(
                SluiceException.class,
                () -> JobFailure.changing(
                        () -> {
                            throw new IllegalStateException("job aborted", failure);
                        },
                        "purge again"));
    }

    @Test
    void aStatementWhoseCommitNobodyKnowsOfIsNotSaidToHaveFailed() {
        SluiceException told = changing(new CommitStateUnknownException("timed out", new IOException("reset")));

        assertThat(told.code()).isEqualTo(ErrorCode.COMMIT_OUTCOME_UNKNOWN);
        assertThat(told.problems().get(0).advice()).isEqualTo("purge again");
        assertThat(told).hasMessageContaining("timed out");
    }

    @Test
    void aStatementThatWasRefusedHasNotCommitted() {
        assertThat(changing(new CommitFailedException("the table has moved on")).code())
                .isEqualTo(ErrorCode.COMMIT_FAILED);
        assertThat(changing(new ValidationException("found new rows")).code()).isEqualTo(ErrorCode.COMMIT_FAILED);
    }

    @Test
    void aDiskThatIsFullIsNamedWhereverItStandsAmongTheCauses() {
        IOException full = new IOException("No space left on device");

        assertThat(changing(new CommitFailedException(full, "cannot write the manifest"))
                        .code())
                .isEqualTo(ErrorCode.STORAGE_FULL);
        assertThat(JobFailure.of(new CommitFailedException(full, "cannot write the manifest"))
                        .code())
                .isEqualTo(ErrorCode.STORAGE_FULL);
    }

    @Test
    void aReadCommitsNothing() {
        assertThat(JobFailure.of(new ValidationException("Cannot find field 'x'"))
                        .code())
                .isEqualTo(ErrorCode.JOB_FAILED);
    }
}
