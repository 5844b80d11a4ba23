package dev.sluice.core.ledger;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.spec.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables of deployments and promotions, and the names by which all others know deployments. */
final class PromotionTables {
    private PromotionTables() {}

    static String live(Handle handle, String pipeline) {
        return handle.createQuery("SELECT deployment FROM live_deployment WHERE name = :name")
                .bind("name", pipeline)
                .mapTo(String.class)
                .findOne()
                .orElse(PipelineName.FIRST);
    }

    /**
     * Asked within the transaction that begins a run: the names mean what they say until it ends.
     *
     * @throws SluiceException {@code PROMOTION_UNDER_WAY}, {@code DEPLOYMENT_IS_LIVE}
     */
    static void refuse(Handle handle, String pipeline) {
        PipelineName name = PipelineName.parse(pipeline);
        open(handle, name.pipeline()).ifPresent(open -> {
            throw underWay(open.promotion());
        });
        requireBeside(handle, name);
    }

    static void requireBeside(Handle handle, PipelineName name) {
        name.deployment()
                .filter(own -> own.equals(live(handle, name.pipeline())))
                .ifPresent(own -> {
                    throw new SluiceException(Problem.of(
                                    ErrorCode.DEPLOYMENT_IS_LIVE,
                                    "Cannot use deployment %s of pipeline %s beside the live one: it is live"
                                            .formatted(own, name.pipeline()))
                            .withHint("leave '--name %s' out".formatted(own)));
                });
    }

    static SluiceException underWay(Promotion open) {
        return new SluiceException(
                ErrorCode.PROMOTION_UNDER_WAY,
                "Cannot begin: deployment %s of pipeline %s is being promoted by %s"
                        .formatted(open.becomes(), open.pipeline(), open.by()));
    }

    static Optional<AskedPromotion> open(Handle handle, String pipeline) {
        return handle.createQuery("SELECT * FROM promotion WHERE name = :name AND done_at IS NULL")
                .bind("name", pipeline)
                .map((row, context) -> new AskedPromotion(row.getLong("promotion_id"), promotion(handle, row)))
                .findOne();
    }

    private static Promotion promotion(Handle handle, ResultSet row) throws SQLException {
        return new Promotion(
                row.getString("name"),
                row.getString("was_live"),
                row.getString("becomes_live"),
                TableName.parse(row.getString("target")),
                row.getString("target_uuid"),
                handle.createQuery(
                                "SELECT from_table, to_table FROM promotion_table WHERE promotion_id = :id ORDER BY ordinal")
                        .bind("id", row.getLong("promotion_id"))
                        .map((table, context) -> new Promotion.RenamedTable(
                                TableName.parse(table.getString("from_table")),
                                TableName.parse(table.getString("to_table"))))
                        .list(),
                row.getString("asked_by"));
    }

    static AskedPromotion add(Handle handle, Promotion promotion, String now) {
        long id = handle.createQuery("SELECT COALESCE(MAX(promotion_id), 0) + 1 FROM promotion")
                .mapTo(Long.class)
                .one();
        handle.createUpdate("INSERT INTO promotion (promotion_id, name, was_live, becomes_live, target, target_uuid,"
                        + " asked_by, asked_at) VALUES (:id, :name, :was, :becomes, :target, :uuid, :by, " + now + ")")
                .bind("id", id)
                .bind("name", promotion.pipeline())
                .bind("was", promotion.was())
                .bind("becomes", promotion.becomes())
                .bind("target", promotion.target().toString())
                .bind("uuid", promotion.targetUuid())
                .bind("by", promotion.by())
                .execute();
        int ordinal = 0;
        for (Promotion.RenamedTable table : promotion.tables()) {
            handle.createUpdate("INSERT INTO promotion_table (promotion_id, ordinal, from_table, to_table)"
                            + " VALUES (:id, :ordinal, :from, :to)")
                    .bind("id", id)
                    .bind("ordinal", ordinal++)
                    .bind("from", table.from().toString())
                    .bind("to", table.to().toString())
                    .execute();
        }
        return new AskedPromotion(id, promotion);
    }

    /** Done or given up: it stays, so that no other gets its number. False if it has ended before. */
    static boolean end(Handle handle, AskedPromotion asked, String now) {
        return handle.createUpdate("UPDATE promotion SET done_at = " + now
                                + " WHERE promotion_id = :id AND done_at IS NULL")
                        .bind("id", asked.number())
                        .execute()
                == 1;
    }

    static long landedOnlyBy(Handle handle, String pipeline, String other) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM (
                            SELECT path FROM landed_file WHERE pipeline = :one
                            UNION SELECT path FROM window_input WHERE pipeline = :one
                            EXCEPT SELECT path FROM landed_file WHERE pipeline = :other
                            EXCEPT SELECT path FROM window_input WHERE pipeline = :other)
                        AS only_one""")
                .bind("one", pipeline)
                .bind("other", other)
                .mapTo(Long.class)
                .one();
    }

    /** Everything that is known of both deployments, under their new names. */
    static void rename(Handle handle, Promotion promotion) {
        for (Promotion.RenamedTable table : promotion.tables()) {
            for (String column : List.of("target", "quarantine")) {
                handle.createUpdate("UPDATE run SET %1$s = :to WHERE %1$s = :from AND pipeline IN (:live, :beside)"
                                .formatted(column))
                        .bind("to", table.to().toString())
                        .bind("from", table.from().toString())
                        .bind("live", promotion.pipeline())
                        .bind("beside", promotion.becomesName())
                        .execute();
            }
        }
        // Who looked at a deployment that had just become live may have left this under the name that is free now.
        for (String table : List.of("window_progress", "window_refusal")) {
            handle.createUpdate("DELETE FROM %s WHERE pipeline = :name".formatted(table))
                    .bind("name", promotion.wasName())
                    .execute();
        }
        for (String table : tablesOfPipelines(handle)) {
            rename(handle, table, promotion.pipeline(), promotion.wasName());
            rename(handle, table, promotion.becomesName(), promotion.pipeline());
        }
        handle.createUpdate("INSERT INTO live_deployment (name, deployment) VALUES (:name, :deployment)"
                        + " ON CONFLICT (name) DO UPDATE SET deployment = excluded.deployment")
                .bind("name", promotion.pipeline())
                .bind("deployment", promotion.becomes())
                .execute();
    }

    private static void rename(Handle handle, String table, String from, String to) {
        handle.createUpdate("UPDATE %s SET pipeline = :to WHERE pipeline = :from".formatted(table))
                .bind("to", to)
                .bind("from", from)
                .execute();
    }

    /** All tables with a column {@code pipeline}, those of later versions too. */
    private static List<String> tablesOfPipelines(Handle handle) {
        List<String> tables = new ArrayList<>();
        try (ResultSet columns = handle.getConnection().getMetaData().getColumns(null, null, "%", "pipeline")) {
            while (columns.next()) {
                tables.add(columns.getString("TABLE_NAME"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot list the tables of the ledger", e);
        }
        return tables;
    }

    /** Another pipeline that has published rows to a table of the two deployments. */
    static Optional<String> otherWriter(Handle handle, Promotion promotion) {
        return handle.createQuery("SELECT pipeline FROM run WHERE state = :state"
                        + " AND (target IN (<tables>) OR quarantine IN (<tables>))"
                        + " AND pipeline NOT IN (:live, :beside) ORDER BY pipeline LIMIT 1")
                .bind("state", RunState.PUBLISHED.word())
                .bindList(
                        "tables",
                        promotion.tables().stream()
                                .map(table -> table.from().toString())
                                .toList())
                .bind("live", promotion.pipeline())
                .bind("beside", promotion.becomesName())
                .mapTo(String.class)
                .findOne();
    }
}
