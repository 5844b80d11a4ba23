package dev.sluice.api.row;

import dev.sluice.api.ValidatorPlugin;

/** A rule that examines one record at a time, as the target will have it, and changes nothing. */
public interface RowValidator extends ValidatorPlugin, RowPlugin {
    /**
     * Examines one record.
     *
     * @param record the columns that the rule reads, none of which has failed; valid during this call only
     * @param reasons takes what is wrong; nothing added means that the row is good. Valid during this call only
     * @throws Exception becomes the row's reason
     */
    void validate(RecordView record, RowReasons reasons) throws Exception;
}
