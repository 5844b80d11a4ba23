package dev.sluice.spark.expression;

import dev.sluice.api.ColumnFunctions;
import dev.sluice.api.NumberStyle;
import dev.sluice.api.TextForm;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.Conversions;
import dev.sluice.core.type.TypeParser;
import dev.sluice.spark.expression.TimeText.Result;
import java.time.ZoneId;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Column functions as expressions of Catalyst. SQL text is parsed by the session in which the column is used. */
public final class CompiledFunctions implements ColumnFunctions {
    private final UnaryOperator<String> context;

    /** Functions outside a run, whose SQL cannot ask for anything of it. */
    public CompiledFunctions() {
        this(UnaryOperator.identity());
    }

    /** @param context makes SQL that Spark knows of SQL that asks for the run */
    public CompiledFunctions(UnaryOperator<String> context) {
        this.context = context;
    }

    private Column parsed(String expression) {
        return functions.expr(context.apply(expression));
    }

    @Override
    public Column sql(String expression) {
        return Trap.column(parsed(expression), Trap.Want.VALUE);
    }

    @Override
    public Column constant(String expression) {
        return parsed(expression);
    }

    @Override
    public Column fails(String expression) {
        return sql(expression).isNull().and(Trap.column(parsed(expression), Trap.Want.FAILS));
    }

    @Override
    public Column failureText(String expression) {
        return Trap.column(parsed(expression), Trap.Want.TEXT);
    }

    @Override
    public String typed(String expression, String type) {
        // The line end closes a comment that the expression may end with.
        return "CAST((" + expression + "\n) AS "
                + SparkTypes.of(TypeParser.parse(type)).sql() + ")";
    }

    @Override
    public Column date(Column text, List<String> formats) {
        return Call.column(text, TimeText.of(Result.DATE, formats), DataTypes.DateType);
    }

    @Override
    public Column timestamp(Column text, List<String> formats, ZoneId zone) {
        return Call.column(text, new TimeText(Result.INSTANT, formats, zone), DataTypes.TimestampType);
    }

    @Override
    public Column localTimestamp(Column text, List<String> formats, ZoneId zone) {
        return Call.column(text, new TimeText(Result.LOCAL, formats, zone), DataTypes.TimestampNTZType);
    }

    @Override
    public Column number(Column text, NumberStyle style, String type) {
        Column plain =
                style.equals(NumberStyle.PLAIN) ? text : Call.column(text, PlainNumber.of(style), DataTypes.StringType);
        ColumnType parsed = TypeParser.parse(type);
        ValueFunction function;
        if (parsed instanceof ColumnType.Decimal decimal) {
            function = new DecimalNumber(decimal.precision(), decimal.scale());
        } else if (parsed instanceof ColumnType.Primitive primitive && Conversions.isNumber(parsed)) {
            function = number(primitive);
        } else {
            throw new IllegalArgumentException("Cannot read a number as %s".formatted(type));
        }
        return Call.column(plain, function, SparkTypes.of(parsed));
    }

    private static ValueFunction number(ColumnType.Primitive type) {
        return switch (type) {
            case INT -> WholeNumber.INT;
            case LONG -> WholeNumber.LONG;
            case FLOAT -> FloatingNumber.FLOAT;
            case DOUBLE -> FloatingNumber.DOUBLE;
            case BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, STRING, UUID, BINARY ->
                throw new IllegalArgumentException("Cannot read a number as %s".formatted(type));
        };
    }

    @Override
    public Column booleanWords(Column text, List<String> trueWords, List<String> falseWords) {
        return Call.column(text, new BooleanText(trueWords, falseWords), DataTypes.BooleanType);
    }

    @Override
    public Column part(Column text, String separator, int limit, int index) {
        return Call.column(text, new TextPart(separator, limit, index), DataTypes.StringType);
    }

    @Override
    public Column partCount(Column text, String separator) {
        return Call.column(text, new TextPart.Count(separator), DataTypes.IntegerType);
    }

    @Override
    public Column titleCase(Column text) {
        return functions.initcap(text);
    }

    @Override
    public Column matches(Column text, Pattern pattern) {
        return Call.column(text, new RegexText.Test(pattern, true), DataTypes.BooleanType);
    }

    @Override
    public Column regexGroup(Column text, Pattern pattern, int group) {
        return Call.column(text, new RegexText.Group(pattern, group), DataTypes.StringType);
    }

    @Override
    public Column contains(Column text, Pattern pattern) {
        return Call.column(text, new RegexText.Test(pattern, false), DataTypes.BooleanType);
    }

    @Override
    public Column hasForm(Column text, TextForm form) {
        return Call.column(text, new FormText(form), DataTypes.BooleanType);
    }

    @Override
    public Column schemaFaults(Column text, String schema) {
        return Call.column(text, JsonSchemaText.of(schema), DataTypes.StringType);
    }
}
