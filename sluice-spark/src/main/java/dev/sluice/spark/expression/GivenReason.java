package dev.sluice.spark.expression;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A reason that a step makes for one row, with a path and a message of its own. */
public final class GivenReason {
    /** The path is null where the reason concerns all that the step reads, the value where there is none. */
    public static final StructType TYPE = new StructType()
            .add("code", DataTypes.StringType)
            .add("path", DataTypes.StringType)
            .add("value", DataTypes.StringType)
            .add("message", DataTypes.StringType);

    private GivenReason() {}
}
