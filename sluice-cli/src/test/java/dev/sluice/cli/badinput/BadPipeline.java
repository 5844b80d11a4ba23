package dev.sluice.cli.badinput;

import dev.sluice.api.ErrorCode;
import java.util.List;

/**
 * A pipeline's file that is refused before anything is read.
 *
 * @param input what is bad, for the page
 * @param text of the pipeline's file
 */
record BadPipeline(String input, ErrorCode code, String text) {
    private static final String SOURCE = "source: {files: in/*.csv, format: csv}\n";
    private static final String TARGET = "target: {table: t, columns: {id: long, name: string}}\n";

    static List<BadPipeline> expressions() {
        return List.of(
                expression(ErrorCode.FUNCTION_NOT_ALLOWED, "reflect('java.lang.System','exit','1')"),
                expression(ErrorCode.FUNCTION_NOT_ALLOWED, "java_method('java.lang.System','getenv','HOME')"),
                expression(ErrorCode.FUNCTION_NOT_ALLOWED, "`reflect`('java.lang.System','exit','1')"),
                expression(ErrorCode.FUNCTION_NOT_ALLOWED, "transform(array(1), x -> reflect('A','b',x))"),
                expression(ErrorCode.FUNCTION_NOT_ALLOWED, "from_protobuf(name, 'x', '/etc/passwd')"),
                expression(ErrorCode.FUNCTION_NOT_ALLOWED, "raise_error('x')"),
                expression(ErrorCode.SUBQUERY_NOT_ALLOWED, "(SELECT value FROM text.`/etc/passwd`)"),
                expression(ErrorCode.SUBQUERY_NOT_ALLOWED, "name IN (SELECT value FROM csv.`s3://bucket/x`)"),
                expression(ErrorCode.SUBQUERY_NOT_ALLOWED, "EXISTS (SELECT 1 FROM other)"),
                expression(ErrorCode.EXPRESSION_SYNTAX, "name = 'a'; DROP TABLE t"),
                expression(ErrorCode.AGGREGATE_NOT_ALLOWED, "count(*) > 1"),
                expression(ErrorCode.NOT_DETERMINISTIC, "rand() > 0.5"),
                nested(1_000, ErrorCode.EXPRESSION_TOO_DEEP),
                nested(100_000, ErrorCode.EXPRESSION_TOO_LONG));
    }

    static List<BadPipeline> yaml() {
        return List.of(
                new BadPipeline("an alias bomb", ErrorCode.YAML_ALIAS, bomb()),
                new BadPipeline(
                        "a tag that names a Java class",
                        ErrorCode.YAML_TAG,
                        SOURCE + "zone: !!javax.script.ScriptEngineManager [x]\n" + TARGET),
                new BadPipeline("a key twice", ErrorCode.DUPLICATE_KEY, SOURCE + SOURCE + TARGET),
                new BadPipeline("an unknown key", ErrorCode.UNKNOWN_KEY, SOURCE + "sorce: x\n" + TARGET),
                new BadPipeline("more than 1 MiB", ErrorCode.YAML_TOO_LARGE, SOURCE + TARGET + "#".repeat(1 << 20)),
                new BadPipeline(
                        "100,000 × `[`", ErrorCode.YAML_TOO_DEEP, SOURCE + "vars: " + "[".repeat(100_000) + "\n"),
                new BadPipeline("two documents", ErrorCode.YAML_SEVERAL_DOCUMENTS, SOURCE + TARGET + "---\n" + SOURCE),
                new BadPipeline("an ANSI escape", ErrorCode.YAML_CHARACTER, SOURCE + "zone: \u001b[31mUTC\n" + TARGET),
                new BadPipeline("a quote without end", ErrorCode.YAML_SYNTAX, SOURCE + TARGET + "zone: \"UTC\n"));
    }

    private static BadPipeline expression(ErrorCode code, String sql) {
        return new BadPipeline("`` " + sql + " ``", code, with("\"" + sql.replace("\"", "\\\"") + "\""));
    }

    private static BadPipeline nested(int depth, ErrorCode code) {
        String sql = "(".repeat(depth) + "1" + ")".repeat(depth);
        return new BadPipeline("%,d × `(`".formatted(depth), code, with("\"" + sql + "\""));
    }

    private static String with(String yamlText) {
        return SOURCE + TARGET + "validate:\n  - {type: expect, name: e, that: " + yamlText + "}\n";
    }

    /** Each list holds the one before ten times: 10⁹ values if it were unfolded. */
    private static String bomb() {
        StringBuilder text = new StringBuilder(SOURCE + TARGET + "vars:\n  a0: &a0 [x]\n");
        for (int i = 1; i < 10; i++) {
            text.append("  a%d: &a%d [%s*a%d]\n"
                    .formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9), i - 1));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return input;
    }
}
