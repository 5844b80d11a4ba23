package dev.sluice.api.row;

import dev.sluice.api.ConverterPlugin;

/**
 * A step that makes columns from columns, one record at a time.
 *
 * <p>Its footprint gives each column written a type. A column that is not set is null. If the row is given a reason, all
 * columns that the step writes have failed: steps that read them pass over the row.
 */
public interface RowConverter extends ConverterPlugin, RowPlugin {
    /**
     * Converts one record.
     *
     * @param record the columns that the footprint reads, none of which has failed; valid during this call only
     * @param output takes the columns that the footprint writes, and reasons; valid during this call only
     * @throws Exception becomes the row's reason
     */
    void convert(RecordView record, RowOutput output) throws Exception;
}
