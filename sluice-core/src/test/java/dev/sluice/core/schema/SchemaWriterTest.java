package dev.sluice.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.core.spec.PluginRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaWriterTest {
    private static final SchemaWriter WRITER =
            new SchemaWriter(PluginRegistry.load(SchemaWriterTest.class.getClassLoader()));
    private static final Schema PIPELINE = schema(WRITER.pipeline());
    private static final Schema PROJECT = schema(WRITER.project());
    private static final Schema TARGET = schema(WRITER.targetSchema());

    private static final String GOOD = """
            {"pipeline": "customers",
             "source": {"files": "${inbox}/customers/*.csv", "format": "csv", "options": {"header": true, "maxRecordSize": "2MiB"},
                        "columns": {"a": {"aliases": ["A"], "required": true}, "b": null}},
             "convert": [{"type": "split", "column": "name", "separator": " ", "into": ["firstName", "lastName"]},
                         {"type": "rename", "columns": {"bday": "birthDate"}}],
             "target": {"table": "crm.customers",
                        "columns": {"id": {"type": "long", "required": true}, "name": "string",
                                    "level": {"type": "string", "enum": ["bronze", "gold"]},
                                    "n": {"type": "int", "range": {"min": 0}}},
                        "partition": ["month(birthDate)"]},
             "validate": [{"type": "expect", "name": "n", "that": "id > 0"}],
             "vars": {"inbox": "data"},
             "env": {"prod": {"strict": true}}}
            """;

    @Test
    void usesOfPacksAndPacksAreKnown() {
        for (String use : new String[] {
            "\"pii@1.2\"", "[\"pii@1.2\", {\"pack\": \"pii@1.3.0\", \"as\": \"b\", \"with\": {\"column\": \"c\"}}]"
        }) {
            assertThat(PIPELINE.validate("{\"use\": %s}".formatted(use), InputFormat.JSON))
                    .isEmpty();
        }
        assertThat(PIPELINE.validate("{\"use\": \"pii\"}", InputFormat.JSON)).isNotEmpty();
        assertThat(PIPELINE.validate("{\"use\": {\"with\": {}}}", InputFormat.JSON))
                .isNotEmpty();

        Schema pack = schema(WRITER.pack());
        String good = """
                {"pack": "pii", "version": "1.2.0",
                 "parameters": {"column": {"type": "column", "default": "a", "doc": "A column."}},
                 "validate": [{"type": "required", "column": "${column}"}]}
                """;
        assertThat(pack.validate(good, InputFormat.JSON)).isEmpty();
        assertThat(pack.validate(good.replace("\"pack\"", "\"source\""), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void goodPipelineIsAccepted() {
        assertThat(PIPELINE.validate(GOOD, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sorce\": {}}",
                "{\"window\": {\"evry\": \"1d\"}}",
                "{\"window\": {\"late\": \"later\"}}",
                "{\"window\": {\"watermark\": {\"mark\": \"a\"}}}",
                "{\"strict\": \"yes\"}",
                "{\"source\": {\"path\": \"a\"}}",
                "{\"source\": {\"files\": \"a\", \"format\": \"csw\"}}",
                "{\"source\": {\"format\": \"csv\", \"options\": {\"heder\": true}}}",
                "{\"source\": {\"format\": \"csv\", \"options\": {\"maxRecordSize\": \"big\"}}}",
                "{\"source\": {\"format\": \"csv\", \"options\": {\"delimiter\": \"ab\"}}}",
                "{\"source\": {\"format\": \"csv\", \"options\": {\"mode\": \"other\"}}}",
                "{\"source\": {\"columns\": {\"a\": {\"alias\": []}}}}",
                "{\"convert\": [{\"type\": \"splt\"}]}",
                "{\"convert\": [{\"column\": \"a\"}]}",
                "{\"convert\": [{\"type\": \"split\", \"column\": \"a\"}]}",
                "{\"convert\": [{\"type\": \"split\", \"column\": \"a\", \"into\": [\"b\"], \"x\": 1}]}",
                "{\"validate\": [{\"type\": \"range\", \"column\": \"a\", \"min\": 5000}]}",
                "{\"target\": {\"columns\": {\"a\": {\"type\": \"int\", \"rnge\": {}}}}}",
                "{\"target\": {\"columns\": {\"a\": {\"type\": \"int\", \"range\": {\"mn\": 1}}}}}",
                "{\"target\": {\"rules\": []}}",
                "{\"env\": {\"prod\": {\"stict\": true}}}"
            })
    void badPipelineIsRejected(String json) {
        assertThat(PIPELINE.validate(json, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void projectNeedsItsNameAndMayGiveDefaultsForPipelines() {
        assertThat(PROJECT.validate("{\"name\": \"crm\"}", InputFormat.JSON)).isEmpty();
        assertThat(PROJECT.validate(
                        "{\"name\": \"crm\", \"catalog\": {\"url\": \"jdbc:x\"}, \"spark\": {\"spark.a\": 1},"
                                + " \"source\": {\"format\": \"csv\"}}",
                        InputFormat.JSON))
                .isEmpty();
        assertThat(PROJECT.validate("{}", InputFormat.JSON)).isNotEmpty();
        assertThat(PROJECT.validate("{\"name\": \"crm\", \"env\": {}}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void schemaFileHasColumnsAndRules() {
        assertThat(TARGET.validate(
                        "{\"columns\": {\"a\": \"long\"}, \"rules\": [{\"type\": \"expect\", \"that\": \"a > 0\"}]}",
                        InputFormat.JSON))
                .isEmpty();
        assertThat(TARGET.validate("{\"rules\": []}", InputFormat.JSON)).isNotEmpty();
        assertThat(TARGET.validate("{\"columns\": {}, \"table\": \"t\"}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void descriptionsAndDefaultsAreThereForEditors() {
        assertThat(WRITER.pipeline())
                .contains("\"$schema\": \"http://json-schema.org/draft-07/schema#\"")
                .contains("\"description\": \"Whether a row stops at the first converter that fails.\"")
                .contains("\"default\": \"UTC\"")
                .contains("\"description\": \"Splits a text.\"");
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text);
    }
}
