package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** SQL that reads the project's tables and changes nothing. */
record TableQuery(SparkSession session) {
    Dataset<Row> run(String sql) {
        org.apache.spark.sql.classic.SparkSession classic = (org.apache.spark.sql.classic.SparkSession) session;
        try {
            // The grammar of queries alone: anything that would change something does not parse.
            LogicalPlan ignored = classic.sessionState().sqlParser().parseQuery(sql);
            return session.sql(sql);
        } catch (AnalysisException e) {
            throw new SluiceException(ErrorCode.QUERY_INVALID, "Cannot run the query: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw QueryFailure.of(e);
        }
    }
}
