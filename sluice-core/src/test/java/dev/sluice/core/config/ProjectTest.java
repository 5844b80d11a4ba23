package dev.sluice.core.config;

import static dev.sluice.core.config.ProjectFolder.CUSTOMERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.core.spec.PartitionField;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType.Primitive;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
    @TempDir
    Path folder;

    @Test
    void pipelineOfTheGuideBecomesTypes() {
        PipelineSpec spec = ProjectFolder.in(folder)
                .with("pipelines/customers.yaml", CUSTOMERS)
                .open()
                .pipeline("customers");

        assertThat(spec.name()).isEqualTo("customers");
        assertThat(spec.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(spec.strict()).isFalse();
        assertThat(spec.fingerprint()).matches("[0-9a-f]{64}");
        assertThat(spec.source().files()).containsExactly(folder + "/data/customers/*.csv");
        assertThat(spec.source().format()).isInstanceOf(TestPlugins.Csv.class);
        assertThat(spec.source().options().get(TestPlugins.Csv.HEADER)).isTrue();
        assertThat(spec.convert()).extracting(Step::name).containsExactly("split(name)", "rename(bday,level)");
        assertThat(spec.convert().get(0).options().get(TestPlugins.Split.SEPARATOR))
                .isEqualTo(" ");
        assertThat(spec.target().table()).hasToString("crm.customers");
        assertThat(spec.target().quarantine()).hasToString("crm.customers__quarantine");
        assertThat(spec.target().columns())
                .extracting(TargetColumn::name, TargetColumn::type, TargetColumn::required)
                .startsWith(tuple("id", Primitive.LONG, true))
                .hasSize(5);
        assertThat(spec.target().columns().get(3).formats()).containsExactly("yyyy-MM-dd", "d/M/yyyy");
        assertThat(spec.target().rules())
                .extracting(Step::name)
                .containsExactly("required(id)", "required(firstName)", "required(lastName)", "enum(rewardsLevel)");
        PartitionField field = spec.target().partition().get(0);
        assertThat(field.transform()).isEqualTo(PartitionField.Transform.MONTH);
        assertThat(field.parameter()).isEqualTo(OptionalInt.empty());
        assertThat(spec.validate()).extracting(Step::name).containsExactly("born_before_today");
    }

    @Test
    void projectNeedsOnlyItsName() {
        ProjectSpec spec = new ProjectFolder(folder)
                .with("sluice.yaml", "name: crm\n")
                .open()
                .spec();

        assertThat(spec.name()).isEqualTo("crm");
        assertThat(spec.state()).isEqualTo(folder.resolve(".sluice"));
        assertThat(spec.ledgerUrl()).isEqualTo("jdbc:sqlite:" + folder + "/.sluice/ledger.db");
        assertThat(spec.catalogUrl()).isEqualTo("jdbc:sqlite:" + folder + "/.sluice/catalog.db");
        assertThat(spec.warehouse()).isEqualTo(folder + "/.sluice/warehouse");
        assertThat(spec.roots()).isEmpty();
        assertThat(spec.spark()).isEmpty();
    }

    @Test
    void projectsSettingsAreReadAndPathsStartAtItsFolder() {
        ProjectSpec spec = new ProjectFolder(folder)
                .with("sluice.yaml", """
                        name: crm
                        catalog: {url: "jdbc:postgresql://db/catalog?user=a&password=${secret:DB}"}
                        ledger: {url: jdbc:sqlite:state/ledger.db}
                        warehouse: s3://bucket/warehouse
                        roots: [data, s3://bucket/in]
                        spark: {spark.sql.shuffle.partitions: 8}
                        """)
                .open("spark.sql.ansi.enabled=true")
                .spec();

        assertThat(spec.catalogUrl()).isEqualTo("jdbc:postgresql://db/catalog?user=a&password=${secret:DB}");
        assertThat(spec.ledgerUrl()).isEqualTo("jdbc:sqlite:" + folder + "/state/ledger.db");
        assertThat(spec.warehouse()).isEqualTo("s3://bucket/warehouse");
        assertThat(spec.roots()).containsExactly(folder + "/data", "s3://bucket/in");
        assertThat(spec.spark())
                .containsOnly(
                        Map.entry("spark.sql.shuffle.partitions", "8"), Map.entry("spark.sql.ansi.enabled", "true"));
    }

    @Test
    void stateMovesToSluiceHome() {
        ProjectSpec spec = ProjectFolder.in(folder)
                .open(Optional.empty(), Map.of("SLUICE_HOME", "/var/sluice"))
                .spec();

        assertThat(spec.state()).isEqualTo(Path.of("/var/sluice/crm"));
        assertThat(spec.ledgerUrl()).isEqualTo("jdbc:sqlite:/var/sluice/crm/ledger.db");
    }

    @Test
    void sourceColumnsHaveAliases() {
        PipelineSpec spec = ProjectFolder.in(folder)
                .with("pipelines/daily.yaml", """
                        source:
                          files: [s3://bucket/daily/*.csv, /abs/*.csv]
                          format: csv
                          fingerprint: content
                          columns:
                            Province_State: {aliases: [Province/State]}
                            Country_Region: {aliases: [Country/Region], required: true}
                            Lat:
                        target:
                          table: daily
                          columns: {Country_Region: string}
                        """)
                .open()
                .pipeline("daily");

        assertThat(spec.source().files()).containsExactly("s3://bucket/daily/*.csv", "/abs/*.csv");
        assertThat(spec.source().fingerprintByContent()).isTrue();
        assertThat(spec.source().columns())
                .extracting(SourceColumn::name, SourceColumn::aliases, SourceColumn::required)
                .containsExactly(
                        tuple("Province_State", List.of("Province/State"), false),
                        tuple("Country_Region", List.of("Country/Region"), true),
                        tuple("Lat", List.of(), false));
        assertThat(spec.target().columns().get(0).type()).isEqualTo(Primitive.STRING);
    }
}
