package dev.sluice.spark.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.Severity;
import dev.sluice.core.audit.DatasetAudit;
import dev.sluice.spark.commit.MergedRows.Audited;
import dev.sluice.spark.commit.MergedRows.Base;
import dev.sluice.spark.commit.MergedRows.Versions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a run replaces, in the header of a commit file. */
final class ReplacedText {
    private static final String KIND = "kind";

    private ReplacedText() {}

    /** The version of commit files that tell of it; who knows older ones only must not read them. */
    static int version(Replaced replaced) {
        return replaced instanceof ReplacedRows ? 2 : 3;
    }

    static void write(Replaced replaced, ObjectNode node) {
        if (replaced instanceof ReplacedRows rows) {
            node.put("column", rows.column())
                    .put("value", rows.value().toString())
                    .put("alone", rows.alone());
            since(rows.since(), node);
        } else if (replaced instanceof ReplacedTable table) {
            node.put(KIND, "table");
            since(table.since(), node);
        } else if (replaced instanceof ReplacedPartitions partitions) {
            node.put(KIND, "partitions");
            since(partitions.since(), node);
        } else if (replaced instanceof AddedRows added) {
            node.put(KIND, "added");
            since(added.since(), node);
        } else if (replaced instanceof MergedRows merged) {
            node.put(KIND, "merged").put("deletes", merged.deletes());
            merged.unchangedSince().ifPresent(base -> {
                node.put("unchanged", true);
                since(base.snapshot(), node);
            });
            merged.audited().ifPresent(audited -> audited(audited, node.putObject("audited")));
            list(merged.columns(), node.putArray("columns"));
            list(merged.keys(), node.putArray("keys"));
            merged.sequence().ifPresent(column -> node.put("sequence", column));
            merged.versions()
                    .ifPresent(versions -> node.putObject("versions")
                            .put("validFrom", versions.validFrom())
                            .put("validTo", versions.validTo())
                            .put("current", versions.current()));
        }
    }

    static Replaced read(JsonNode node) {
        return switch (node.path(KIND).asText("rows")) {
            case "rows" ->
                new ReplacedRows(
                        node.path("column").asText(),
                        Instant.parse(node.path("value").asText()),
                        node.path("alone").asBoolean(true),
                        since(node));
            case "table" -> new ReplacedTable(since(node));
            case "added" -> new AddedRows(since(node));
            case "partitions" -> new ReplacedPartitions(since(node));
            case "merged" ->
                new MergedRows(
                        list(node.path("columns")),
                        list(node.path("keys")),
                        text(node, "sequence"),
                        node.path("deletes").asBoolean(),
                        node.has("versions") ? Optional.of(versions(node.path("versions"))) : Optional.empty(),
                        node.has("unchanged") || node.has("since")
                                ? Optional.of(new Base(since(node)))
                                : Optional.empty(),
                        node.has("audited") ? Optional.of(audited(node.path("audited"))) : Optional.empty());
            default -> throw new IllegalArgumentException("its kind of replacement is not known: " + node.path(KIND));
        };
    }

    private static Versions versions(JsonNode node) {
        return new Versions(
                node.path("validFrom").asText(),
                node.path("validTo").asText(),
                node.path("current").asText());
    }

    private static void audited(Audited audited, ObjectNode node) {
        node.put("zone", audited.zone().getId());
        ArrayNode audits = node.putArray("audits");
        audited.audits()
                .forEach(audit -> audits.addObject()
                        .put("name", audit.name())
                        .put("text", audit.text())
                        .put("condition", audit.condition())
                        .put("severity", audit.severity().name()));
    }

    private static Audited audited(JsonNode node) {
        List<DatasetAudit> audits = new ArrayList<>();
        node.path("audits")
                .forEach(audit -> audits.add(new DatasetAudit(
                        audit.path("name").asText(),
                        audit.path("text").asText(),
                        audit.path("condition").asBoolean(),
                        Severity.valueOf(audit.path("severity").asText()),
                        null)));
        return new Audited(audits, ZoneId.of(node.path("zone").asText()));
    }

    private static void since(OptionalLong since, ObjectNode node) {
        since.ifPresent(snapshot -> node.put("since", snapshot));
    }

    private static OptionalLong since(JsonNode node) {
        return node.has("since") ? OptionalLong.of(node.path("since").asLong()) : OptionalLong.empty();
    }

    private static Optional<String> text(JsonNode node, String key) {
        return node.has(key) ? Optional.of(node.path(key).asText()) : Optional.empty();
    }

    private static void list(List<String> texts, ArrayNode node) {
        texts.forEach(node::add);
    }

    private static List<String> list(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
