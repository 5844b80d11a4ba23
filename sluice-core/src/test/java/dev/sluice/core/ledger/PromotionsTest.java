package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.PREPARED;
import static dev.sluice.core.ledger.LedgerFixture.PUBLISHED;
import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.files;
import static dev.sluice.core.ledger.LedgerFixture.land;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.Promotion.RenamedTable;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Window;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments of one pipeline beside each other, and what is known of each once they have changed places. */
class PromotionsTest {
    private static final Promotion V2 = promotion("main", "v2");
    private static final Promotion MAIN = promotion("v2", "main");

    @TempDir
    Path folder;

    private Ledger ledger;
    private PromotionLedger promotions;

    @BeforeEach
    void openLedger() {
        ledger = SqliteLedger.open(LedgerFixture.url(folder));
        promotions = ledger.promotions();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static Promotion promotion(String was, String becomes) {
        TableName orders = TableName.parse("crm.orders");
        return new Promotion(
                "orders",
                was,
                becomes,
                orders,
                "uuid of " + becomes,
                List.of(
                        new RenamedTable(orders, orders.beside(was)),
                        new RenamedTable(orders.quarantine(), orders.beside(was).quarantine()),
                        new RenamedTable(orders.beside(becomes), orders),
                        new RenamedTable(orders.beside(becomes).quarantine(), orders.quarantine())),
                "ada");
    }

    private static BatchRequest beside(String runId, SourceFile... files) {
        return of("orders@v2", "crm.orders__v2", runId, files);
    }

    private static BatchRequest of(String pipeline, String table, String runId, SourceFile... files) {
        return new BatchRequest(
                pipeline, runId, null, Arrays.asList(files), table, table + "__quarantine", "f00d", Owner.current());
    }

    private void promote(Promotion promotion) {
        AskedPromotion asked = promotions.ask(promotion);
        promotions.done(asked);
        promotions.done(asked);
    }

    private static void refused(ErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void whatIsLiveHasLandedNothingForADeploymentBesideIt() {
        land(ledger, files("r1", file("a")));
        Claim.Started started = land(ledger, beside("r2", file("a"), file("b")));

        assertThat(started.files()).hasSize(2);
        assertThat(promotions.live("orders")).isEqualTo("main");
        assertThat(promotions.beside("orders")).containsExactly("v2");
        assertThat(promotions.beside("orders@v2")).isEmpty();
    }

    @Test
    void afterAPromotionTheNameMeansWhatTheOtherHasLandedAndBackAgain() {
        land(ledger, files("r1", file("a"), file("live")));
        land(ledger, beside("r2", file("a"), file("b")));

        assertThat(promotions.landedOnlyBy("orders", "orders@v2")).isEqualTo(1);

        promote(V2);

        assertThat(promotions.live("orders")).isEqualTo("v2");
        assertThat(promotions.beside("orders")).containsExactly("main");
        assertThat(ledger.run("r2").orElseThrow())
                .returns("orders", RunRecord::pipeline)
                .returns("crm.orders", RunRecord::target)
                .returns("crm.orders__quarantine", RunRecord::quarantine);
        assertThat(ledger.run("r1").orElseThrow())
                .returns("orders@main", RunRecord::pipeline)
                .returns("crm.orders__main", RunRecord::target)
                .returns("crm.orders__main__quarantine", RunRecord::quarantine);
        assertThat(land(ledger, files("r3", file("a"), file("b"), file("live"))).files())
                .as("what only the other one has landed")
                .containsExactly(file("live"));
        assertThat(land(ledger, of("orders@main", "crm.orders__main", "r4", file("a"), file("b")))
                        .files())
                .containsExactly(file("b"));

        promote(MAIN);

        assertThat(promotions.live("orders")).isEqualTo("main");
        assertThat(ledger.run("r3").orElseThrow().pipeline()).isEqualTo("orders@v2");
        assertThat(ledger.begin(files("r5", file("a"), file("b"), file("live"))))
                .isInstanceOf(Claim.AlreadyLanded.class);
    }

    @Test
    void windowsAndTheirProgressChangePlacesToo() {
        Window day = new Grid(new Every(1, Every.Unit.DAYS), ZoneOffset.UTC)
                .containing(Instant.parse("2026-03-02T00:00:00Z"));
        WindowClaim.Started started = (WindowClaim.Started) ledger.windows()
                .begin(new WindowRequest(
                        "orders@v2",
                        "w1",
                        day,
                        Optional.empty(),
                        WindowWish.MISSING,
                        true,
                        List.of(file("a")),
                        List.of(),
                        "crm.orders__v2",
                        "crm.orders__v2__quarantine",
                        "f00d",
                        Owner.current()));
        ledger.prepared(started.lease(), PREPARED);
        ledger.published(started.lease(), PUBLISHED);
        ledger.windows().advance("orders@v2", day.end());
        // As somebody leaves it who looks ahead, or is refused, at the moment of a promotion.
        ledger.windows().advance("orders@main", day.start());
        for (String name : List.of("orders", "orders@main", "orders@v2")) {
            ledger.windows().refused(name, new WindowRefusal(day, "SLU-503", "no file for " + name, day.end()));
        }
        assertThat(ledger.windows().states("orders")).isEmpty();

        promote(V2);

        assertThat(ledger.windows().states("orders"))
                .singleElement()
                .satisfies(state ->
                        assertThat(state.published().orElseThrow().runId()).isEqualTo("w1"));
        assertThat(ledger.windows().progress("orders")).contains(day.end());
        assertThat(ledger.windows().states("orders@v2")).isEmpty();
        assertThat(ledger.windows().progress("orders@main")).isEmpty();
        assertThat(ledger.windows().refusals("orders"))
                .extracting(WindowRefusal::message)
                .containsExactly("no file for orders@v2");
        assertThat(ledger.windows().refusals("orders@main"))
                .extracting(WindowRefusal::message)
                .containsExactly("no file for orders");
    }

    @Test
    void noRunOfEitherBeginsWhileOneIsPromoted() {
        land(ledger, files("r1", file("a")));
        land(ledger, beside("r2", file("a")));
        AskedPromotion asked = promotions.ask(V2);

        assertThat(promotions.ask(V2)).isEqualTo(asked);
        assertThat(promotions.open("orders")).contains(asked);
        refused(ErrorCode.PROMOTION_UNDER_WAY, "v2", () -> ledger.begin(files("r3", file("b"))));
        refused(ErrorCode.PROMOTION_UNDER_WAY, "v2", () -> ledger.begin(beside("r3", file("b"))));
        refused(ErrorCode.PROMOTION_UNDER_WAY, "v2", () -> promotions.ask(promotion("main", "v3")));
        refused(
                ErrorCode.PROMOTION_UNDER_WAY,
                "v2",
                () -> ledger.rollbacks().ask(new Rollback("r1", List.of("r1"), "ada")));

        promotions.giveUp(asked);
        promotions.giveUp(asked);
        assertThat(promotions.open("orders")).isEmpty();
        assertThat(land(ledger, files("r3", file("b"))).files()).hasSize(1);
        assertThat(promotions.live("orders")).isEqualTo("main");

        // Who comes late with it ends no other.
        AskedPromotion next = promotions.ask(V2);
        assertThat(next.number()).isGreaterThan(asked.number());
        promotions.giveUp(asked);
        promotions.done(asked);
        assertThat(promotions.open("orders")).contains(next);
        assertThat(promotions.live("orders")).isEqualTo("main");
    }

    @Test
    void whoeverHasBecomeLiveIsNotBesideItself() {
        land(ledger, beside("r2", file("a")));
        promote(V2);

        refused(ErrorCode.DEPLOYMENT_IS_LIVE, "v2", () -> ledger.begin(beside("r3", file("b"))));
        refused(ErrorCode.DEPLOYMENT_IS_LIVE, "v2", () -> promotions.requireBeside(PipelineName.parse("orders@v2")));
        promotions.requireBeside(PipelineName.parse("orders@v3"));
        promotions.requireBeside(PipelineName.parse("orders"));
        refused(ErrorCode.PROMOTION_REFUSED, "another one has just become live", () -> promotions.ask(V2));
    }

    @Test
    void aRunThatHasNotEndedRefusesThePromotionUntilItHas() {
        land(ledger, files("r1", file("a")));
        land(ledger, beside("r2", file("a")));
        Claim.Started running = (Claim.Started) ledger.begin(files("r3", file("b")));
        refused(ErrorCode.PROMOTION_REFUSED, "run r3 of orders is running", () -> promotions.ask(V2));
        ledger.failed(running.lease(), "no");

        Claim.Started held = (Claim.Started) ledger.begin(beside("r4", file("b")));
        ledger.prepared(held.lease(), PREPARED);
        ledger.held(held.lease(), OptionalLong.empty(), "too many");
        refused(ErrorCode.PROMOTION_REFUSED, "run r4 of orders@v2 is held", () -> promotions.ask(V2));
        ledger.discarded(held.lease(), "no");

        ledger.rollbacks().ask(new Rollback("r2", List.of("r2"), "ada"));
        refused(ErrorCode.PROMOTION_REFUSED, "orders@v2 is being taken back", () -> promotions.ask(V2));
        ledger.rollbacks().done(new Rollback("r2", List.of("r2"), "ada"), "done");

        promote(V2);
        assertThat(promotions.live("orders")).isEqualTo("v2");
    }

    @Test
    void tablesIntoWhichAnotherPipelineWritesStayWhereTheyAre() {
        land(ledger, files("r1", file("a")));
        land(ledger, beside("r2", file("a")));
        land(ledger, of("returns", "crm.orders", "r3", file("a")));

        refused(
                ErrorCode.PROMOTION_REFUSED,
                "pipeline returns has written to its tables too",
                () -> promotions.ask(V2));
        assertThat(promotions.open("orders")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "V2",
                "v-2",
                "v 2",
                "../x",
                "a__b",
                "_a",
                "a_",
                "quarantine",
                "fixes",
                "v2@v3",
                "a123456789012345678901234567890"
            })
    void aNameThatTablesCannotEndWithIsRefused(String name) {
        refused(ErrorCode.INVALID_DEPLOYMENT, "'" + name + "'", () -> PipelineName.parse("orders@" + name));
    }

    @Test
    void namesAreReadAsTheyAreWritten() {
        PipelineName name = PipelineName.parse("orders@v2_1");
        assertThat(name.pipeline()).isEqualTo("orders");
        assertThat(name.deployment()).contains("v2_1");
        assertThat(name).hasToString("orders@v2_1");
        assertThat(PipelineName.parse("orders").or(Optional.of("v2"))).hasToString("orders@v2");
        assertThat(name.or(Optional.of("v2"))).isEqualTo(name);
    }
}
