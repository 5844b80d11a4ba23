package dev.sluice.spark.expression;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.codegen.Block;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprValue;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import scala.jdk.javaapi.CollectionConverters;

/** Builds generated Java source of text, values and blocks, as Scala's {@code code"…"} does. Not for use twice. */
public final class Code {
    private final List<String> parts = new ArrayList<>();
    private final List<JavaCode> inputs = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** Adds source, without backslashes. */
    public Code add(String source) {
        text.append(source);
        return this;
    }

    public Code add(ExprValue value) {
        return input(value);
    }

    public Code add(Block block) {
        return input(block);
    }

    private Code input(JavaCode code) {
        parts.add(text.toString());
        text.setLength(0);
        inputs.add(code);
        return this;
    }

    public CodeBlock block() {
        parts.add(text.toString());
        return new CodeBlock(
                CollectionConverters.asScala(parts).toSeq(),
                CollectionConverters.asScala(inputs).toSeq());
    }
}
