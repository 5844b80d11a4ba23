package dev.sluice.spark.expression;

import dev.sluice.api.ColumnFunctions;
import dev.sluice.api.NumberStyle;
import dev.sluice.spark.expression.TimeText.Result;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Column functions as expressions of Catalyst. SQL text is parsed by the session in which the column is used. */
public final class CompiledFunctions implements ColumnFunctions {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)");

    @Override
    public Column sql(String expression) {
        return Trap.column(functions.expr(expression), Trap.Want.VALUE);
    }

    @Override
    public Column fails(String expression) {
        return sql(expression).isNull().and(Trap.column(functions.expr(expression), Trap.Want.FAILS));
    }

    @Override
    public Column failureText(String expression) {
        return Trap.column(functions.expr(expression), Trap.Want.TEXT);
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
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "int" -> Call.column(plain, WholeNumber.INT, DataTypes.IntegerType);
            case "long" -> Call.column(plain, WholeNumber.LONG, DataTypes.LongType);
            case "float" -> Call.column(plain, FloatingNumber.FLOAT, DataTypes.FloatType);
            case "double" -> Call.column(plain, FloatingNumber.DOUBLE, DataTypes.DoubleType);
            default -> decimal(plain, type);
        };
    }

    private static Column decimal(Column plain, String type) {
        Matcher matcher = DECIMAL.matcher(type.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Cannot read a number as %s".formatted(type));
        }
        int precision = Integer.parseInt(matcher.group(1));
        int scale = Integer.parseInt(matcher.group(2));
        return Call.column(plain, new DecimalNumber(precision, scale), DataTypes.createDecimalType(precision, scale));
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
}
