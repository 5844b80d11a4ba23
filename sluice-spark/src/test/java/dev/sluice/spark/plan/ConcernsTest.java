package dev.sluice.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Stage;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ConcernsTest {
    private static final List<String> TEXTS = List.of("city", "city.name", "note", "tags[x]");
    private static final ReasonSlot GIVEN = ReasonSlot.given(1, Stage.VALIDATE, "brief", TEXTS, 0);

    private static boolean concerns(String path, String column) {
        Lineage lineage = new Lineage(TEXTS);
        lineage.given(TEXTS);
        Concerns concerns = Concerns.of(lineage.slots(), List.of(GIVEN), false);
        GenericArrayData columns = new GenericArrayData(new Object[] {UTF8String.fromString(path)});
        return concerns.concerns(0, columns, TEXTS.indexOf(column));
    }

    @Test
    void columnWhoseNameHasDotsOrBracketsComesBeforeAPath() {
        assertThat(TEXTS.stream().filter(column -> concerns("city.name", column)))
                .containsExactly("city.name");
        assertThat(TEXTS.stream().filter(column -> concerns("tags[x]", column))).containsExactly("tags[x]");
        assertThat(TEXTS.stream().filter(column -> concerns("city.zip", column)))
                .containsExactly("city");
        assertThat(TEXTS.stream().filter(column -> concerns("elsewhere.zip", column)))
                .isEqualTo(TEXTS);
    }

    @Test
    void eachReasonMustSayWhatItConcerns() {
        Lineage lineage = new Lineage(TEXTS);
        lineage.given(TEXTS);

        assertThatThrownBy(() -> Concerns.of(lineage.slots(), List.of(GIVEN, GIVEN), false))
                .hasMessage("Cannot tell what 2 reasons concern by 1");
    }
}
