package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.audit.DatasetAudit;
import dev.sluice.core.spec.WriteSpec.Merge;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The rows that have the keys of the run's good rows, which are changes: their files hold what has changed and are never
 * part of the table.
 *
 * @param columns of the table that a change sets
 * @param keys of these, those that tell which row a change is of
 * @param sequence the column that tells which of two changes is the later one
 * @param deletes whether changes bear the mark that tells whether they delete
 * @param versions where all versions of a row are kept
 * @param unchangedSince the state since which nobody may have changed a row; empty where anybody may
 * @param audited what is asked once more if the run was held and somebody accepts it
 */
public record MergedRows(
        List<String> columns,
        List<String> keys,
        Optional<String> sequence,
        boolean deletes,
        Optional<Versions> versions,
        Optional<Base> unchangedSince,
        Optional<Audited> audited)
        implements Replaced {
    /** Far from the ids of the table's own columns, and from those that Iceberg keeps for itself. */
    private static final int MARK_ID = 1_000_000_000;

    /**
     * The columns of versions.
     *
     * @param validFrom of the sequence's type
     * @param validTo of the sequence's type; null while the version holds
     * @param current boolean
     */
    public record Versions(String validFrom, String validTo, String current) {}

    /** @param zone of the session in which they are asked */
    public record Audited(List<DatasetAudit> audits, ZoneId zone) {
        public Audited {
            audits = List.copyOf(audits);
            requireNonNull(zone, "zone");
        }
    }

    /** A state of the table. @param snapshot empty if it had none */
    public record Base(OptionalLong snapshot) {
        public Base {
            requireNonNull(snapshot, "snapshot");
        }
    }

    public MergedRows {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        requireNonNull(sequence, "sequence");
        requireNonNull(versions, "versions");
        requireNonNull(unchangedSince, "unchangedSince");
        requireNonNull(audited, "audited");
        if (keys.isEmpty() || (versions.isPresent() && sequence.isEmpty())) {
            throw new IllegalArgumentException("Invalid merge: it needs keys, and with versions a sequence");
        }
    }

    /** The columns of changes that may delete: those of the table, and the mark that tells it. */
    public static Schema marked(Schema table) {
        List<NestedField> fields = new ArrayList<>(table.columns());
        fields.add(NestedField.optional(MARK_ID, Merge.DELETE_MARK, Types.BooleanType.get()));
        return new Schema(table.schemaId(), fields, table.identifierFieldIds());
    }
}
