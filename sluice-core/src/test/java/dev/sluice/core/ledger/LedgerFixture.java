package dev.sluice.core.ledger;

import dev.sluice.api.Stage;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Texts and values that the ledger's tests share. */
final class LedgerFixture {
    static final Prepared PREPARED = new Prepared(
            "/state/run.commit.gz",
            new RowCounts(10, 8, 2, 0, 0),
            List.of(
                    new ReasonCount(Stage.VALIDATE, "NULL_VALUE", "required(id)", "id", 2),
                    new ReasonCount(Stage.PARSE, "SHORT_ROW", "csv", null, 1)));
    static final Published PUBLISHED = new Published(OptionalLong.of(7001), OptionalLong.empty());

    private LedgerFixture() {}

    static String url(Path folder) {
        return SqliteLedger.URL_PREFIX + folder.resolve("ledger.db");
    }

    static SourceFile file(String name) {
        return new SourceFile("file:/in/" + name, 100, "mtime:1000");
    }

    static SourceFile newer(String name) {
        return new SourceFile("file:/in/" + name, 100, "mtime:2000");
    }

    static BatchRequest files(String runId, SourceFile... files) {
        return request(runId, null, files);
    }

    static BatchRequest request(String runId, String batchId, SourceFile... files) {
        return new BatchRequest(
                "orders",
                runId,
                batchId,
                Arrays.asList(files),
                "crm.orders",
                "crm.orders__quarantine",
                "f00d",
                Owner.current());
    }

    static Claim.Started land(Ledger ledger, BatchRequest request) {
        Claim.Started started = (Claim.Started) ledger.begin(request);
        ledger.prepared(started.lease(), PREPARED);
        ledger.published(started.lease(), PUBLISHED);
        return started;
    }
}
