package dev.sluice.testkit.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.api.Footprint;
import dev.sluice.api.Options;
import dev.sluice.api.row.RowConverter;
import dev.sluice.api.row.RowTrial;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a converter of the row tier promises; to be extended like {@link RowValidatorContract}. */
public abstract class RowConverterContract extends RowPluginContract<RowConverter> {
    @Override
    final List<String> reads(RowConverter plugin, Options options) {
        return plugin.footprint(options).reads();
    }

    @Override
    final RowTrial open(RowConverter plugin, Options options) throws Exception {
        return RowTrial.of(plugin, options);
    }

    @Test
    public void saysWhichColumnsItMakesAndOfWhatType() {
        Footprint footprint = plugin().footprint(options());
        assertFalse(footprint.writes().isEmpty(), "the plug-in makes no column");
        footprint
                .writes()
                .forEach(
                        (column, type) -> assertFalse(type.isBlank(), () -> "the column '" + column + "' has no type"));
        assertEquals(footprint, plugin().footprint(options()), "two instances touch other columns");
    }
}
