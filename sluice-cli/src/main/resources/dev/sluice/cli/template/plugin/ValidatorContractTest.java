package {{package}};

import dev.sluice.api.Options;
import dev.sluice.api.row.RowValidator;
import dev.sluice.testkit.row.RowValidatorContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the plug-in to what all plug-ins promise. Needs no Spark. */
class {{class}}ContractTest extends RowValidatorContract {
    @Override
    protected RowValidator plugin() {
        return new {{class}}();
    }

    @Override
    protected Options options() {
        return Options.of(Map.of({{class}}.COLUMN, "card"));
    }

    @Override
    protected List<Map<String, Object>> rows() {
        return List.of(Map.of("card", "4539 1488 0343 6467"), Map.of("card", "4539 1488 0343 6468"));
    }

    @Override
    protected Set<String> codes() {
        return Set.of("WRONG_CHECK_DIGIT");
    }
}
