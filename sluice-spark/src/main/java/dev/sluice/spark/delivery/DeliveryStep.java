package dev.sluice.spark.delivery;

/** The steps of a delivery, in their order. A process may die before, after and within each. */
public enum DeliveryStep {
    /** The place is opened; what dead deliveries left is removed. */
    OPEN,
    /** Rows are written where no reader sees them. */
    STAGE,
    /** They are read back and compared. */
    VERIFY,
    /** All that is needed to show them is written: a manifest, or the rows within a transaction. */
    RECORD,
    /** Readers see them: the pointer changes, or the transaction is committed. */
    PUBLISH,
    /** Old states and staged rows are removed. */
    CLEAN
}
