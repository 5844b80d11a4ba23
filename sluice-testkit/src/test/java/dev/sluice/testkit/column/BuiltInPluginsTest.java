package dev.sluice.testkit.column;

import dev.sluice.api.Converter;
import dev.sluice.api.Options;
import dev.sluice.api.Validator;
import dev.sluice.plugins.convert.SplitConverter;
import dev.sluice.plugins.validate.ExpectValidator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;

/** Some of the built-in plug-ins, held to what all promise. */
class BuiltInPluginsTest {
    @Nested
    class Expect extends ColumnValidatorContract {
        @Override
        protected Validator plugin() {
            return new ExpectValidator();
        }

        @Override
        protected Options options() {
            return Options.of(Map.of(ExpectValidator.THAT, "length(name) < 10"));
        }

        @Override
        protected Dataset<Row> rows() {
            return spark().sql("SELECT * FROM VALUES ('Ada'), ('Bartholomew Larkin') AS t(name)");
        }

        @Override
        protected Set<String> codes() {
            return Set.of("EXPECTATION_FAILED", "EXPRESSION_FAILED");
        }
    }

    @Nested
    class Split extends ColumnConverterContract {
        @Override
        protected Converter plugin() {
            return new SplitConverter();
        }

        @Override
        protected Options options() {
            return Options.of(Map.of(
                    SplitConverter.COLUMN,
                    "name",
                    SplitConverter.SEPARATOR,
                    " ",
                    SplitConverter.INTO,
                    List.of("a", "b")));
        }

        @Override
        protected Dataset<Row> rows() {
            return spark().sql("SELECT * FROM VALUES ('Ada Winterberg'), ('Cher') AS t(name)");
        }

        @Override
        protected Set<String> codes() {
            return Set.of("NOT_SPLITTABLE");
        }
    }
}
