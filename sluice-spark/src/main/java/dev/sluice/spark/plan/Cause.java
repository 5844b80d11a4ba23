package dev.sluice.spark.plan;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/** A condition under which a column has failed. */
sealed interface Cause {
    /** True where the column has failed, never null; to be read at the level at which it is asked for. */
    Column holds();

    /** Parsing found the source column wrong. */
    record Parse(String column) implements Cause {
        @Override
        public Column holds() {
            return ParseReasons.concernColumn(column);
        }
    }

    /** The conversion gave null for an input that was not null. */
    record LostValue(Levels.Version input, Levels.Version value) implements Cause {
        @Override
        public Column holds() {
            return input.column().isNotNull().and(value.column().isNull());
        }
    }

    /** The conversion said by itself when it failed. */
    record Flag(Levels.Version flag) implements Cause {
        @Override
        public Column holds() {
            return coalesce(flag.column(), lit(false));
        }
    }
}
