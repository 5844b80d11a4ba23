package dev.sluice.api;

import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/**
 * Compiled expressions beyond Spark's own. None throws on any value: what cannot be converted gives null, and null
 * gives null, unless said otherwise. Arguments named {@code text} are string columns.
 *
 * <p>Where a text becomes something else than text, ASCII blanks around it do not count.
 */
public interface ColumnFunctions {
    /**
     * An SQL expression over columns, with a value of null where its evaluation fails.
     *
     * @see #fails
     */
    Column sql(String expression);

    /** An SQL expression whose failure ends the run: for one that reads no column. */
    Column constant(String expression);

    /** True where the evaluation of the SQL expression fails; never null. Cheap where {@link #sql} is not null. */
    Column fails(String expression);

    /** The text of the failure, null where there is none. Meant for {@code detail}: evaluates anew. */
    Column failureText(String expression);

    /**
     * An SQL expression whose value is then cast to a type.
     *
     * @param type as in a pipeline, such as {@code long} or {@code array<date>}
     * @return an SQL expression for {@link #sql}, {@link #fails} and {@link #failureText}
     */
    String typed(String expression, String type);

    /**
     * A date of the years 1 to 9999.
     *
     * @param formats patterns as of {@link TimePattern}, tried in order; empty for ISO 8601 ({@code yyyy-MM-dd})
     */
    Column date(Column text, List<String> formats);

    /**
     * An instant in microseconds, of the years 1 to 9999.
     *
     * @param formats as for {@link #date}; a pattern without a time of day gives midnight; ISO 8601 by default
     * @param zone of texts that carry none. A local time that a change of offset left out is moved on by the change;
     *     of one that occurs twice the earlier is taken
     */
    Column timestamp(Column text, List<String> formats, ZoneId zone);

    /**
     * A local date and time in microseconds.
     *
     * @param zone into which a text that carries a zone or an offset is converted
     */
    Column localTimestamp(Column text, List<String> formats, ZoneId zone);

    /**
     * A number.
     *
     * @param type {@code int}, {@code long}, {@code float}, {@code double} or {@code decimal(p,s)}; a number that this
     *     type cannot hold exactly (to the nearest, for float and double) gives null
     */
    Column number(Column text, NumberStyle style, String type);

    /** Whether the text is one of the words for true; null where it is none of either. Case and blanks do not count. */
    Column booleanWords(Column text, List<String> trueWords, List<String> falseWords);

    /**
     * One part of a text divided by a literal separator.
     *
     * @param limit how many parts there are at most, the last one taking the rest; 0 for no limit
     * @param index from 0; where there is no such part the value is null
     */
    Column part(Column text, String separator, int limit, int index);

    /** How many parts a literal separator divides the text into, at least 1. */
    Column partCount(Column text, String separator);

    /** Upper case at the beginning of each word, the rest in lower case. */
    Column titleCase(Column text);

    /** Whether the whole text matches; false where matching takes unreasonably long or deep. */
    Column matches(Column text, Pattern pattern);

    /**
     * A group of the first match anywhere in the text; null where there is none, or where the group took no part.
     *
     * @param group from 0, the whole match
     */
    Column regexGroup(Column text, Pattern pattern, int group);

    /** Whether the pattern matches anywhere in the text. */
    Column contains(Column text, Pattern pattern);

    /** Whether the text has the form. */
    Column hasForm(Column text, TextForm form);

    /**
     * What is wrong with a JSON text by a JSON Schema; null where nothing is. A text that is not JSON is wrong.
     *
     * @param schema the schema's own text, of draft 4 to 2020-12; references to other documents are not followed
     */
    Column schemaFaults(Column text, String schema);
}
