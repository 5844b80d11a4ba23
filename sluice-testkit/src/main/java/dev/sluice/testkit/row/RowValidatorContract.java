package dev.sluice.testkit.row;

import dev.sluice.api.Options;
import dev.sluice.api.row.RowTrial;
import dev.sluice.api.row.RowValidator;
import java.util.List;

/**
 * What a validator of the row tier promises. To hold a plug-in to it:
 *
 * <pre>{@code
 * class IbanValidatorContractTest extends RowValidatorContract {
 *     protected RowValidator plugin() { return new IbanValidator(); }
 *     protected Options options() { return Options.of(Map.of(IbanValidator.COLUMN, "iban")); }
 *     protected List<Map<String, Object>> rows() { return List.of(Map.of("iban", "DE00")); }
 *     protected Set<String> codes() { return Set.of("NOT_AN_IBAN"); }
 * }
 * }</pre>
 */
public abstract class RowValidatorContract extends RowPluginContract<RowValidator> {
    @Override
    final List<String> reads(RowValidator plugin, Options options) {
        return plugin.reads(options);
    }

    @Override
    final RowTrial open(RowValidator plugin, Options options) throws Exception {
        return RowTrial.of(plugin, options);
    }
}
