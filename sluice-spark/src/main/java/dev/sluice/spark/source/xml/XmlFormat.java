package dev.sluice.spark.source.xml;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.LineOptions;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** XML documents: records are elements of one name. */
public final class XmlFormat implements TextFormat {
    public static final Option<String> ROW_TAG = Option.required(
            "rowTag",
            new OptionType.Text(),
            "The name of the elements that are records, at any depth; with a prefix of namespaces, or without one in any"
                    + " namespace.");
    public static final Option<Map<String, String>> NAMESPACES = Option.of(
            "namespaces",
            new OptionType.MapOf<>(new OptionType.Text(), new OptionType.Text()),
            Map.of(),
            "Namespaces by the prefix that rowTag uses; documents may use others.");
    public static final Option<String> ATTRIBUTE_PREFIX = Option.of(
            "attributePrefix",
            new OptionType.Text(),
            "_",
            "What stands before the names of attributes, so that the attribute id is the column _id.");
    public static final Option<String> TEXT_KEY = Option.of(
            "textKey",
            new OptionType.Text(),
            "_value",
            "The name of an element's own text where it has attributes or other elements too.");
    public static final Option<List<String>> LISTS = Option.of(
            "lists",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Names of elements that are lists though they occur once. Those that occur several times are lists anyhow.");
    public static final Option<Long> MAX_DEPTH = Option.of(
            "maxDepth",
            new OptionType.Whole(1, 1_000),
            200L,
            "How deeply elements may be nested, the record's own element included.");

    private static final Pattern NAME = Pattern.compile("[^\\s<>/=:'\"&]+");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "xml",
                "XML documents: records are elements of one name.",
                ROW_TAG,
                NAMESPACES,
                ATTRIBUTE_PREFIX,
                TEXT_KEY,
                LISTS,
                LineOptions.NULL_TOKENS,
                MAX_DEPTH,
                StreamOptions.ENCODING,
                StreamOptions.MAX_RECORD_SIZE,
                StreamOptions.MAX_RATIO);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>(StreamOptions.check(options));
        String tag = options.get(ROW_TAG);
        if (!NAME.matcher(local(tag)).matches() || tag.startsWith(":")) {
            problems.add(problem(options, ROW_TAG, "rowTag '%s' is no name of an element".formatted(tag)));
        } else if (!prefix(tag).isEmpty() && !options.get(NAMESPACES).containsKey(prefix(tag))) {
            problems.add(problem(options, ROW_TAG, "the prefix of rowTag '%s' is none of namespaces".formatted(tag)));
        }
        return problems;
    }

    private static Problem problem(Options options, Option<?> option, String message) {
        return Problem.at(options.location(option), ErrorCode.UNFIT_OPTIONS, message);
    }

    private static String prefix(String tag) {
        return tag.substring(0, Math.max(0, tag.indexOf(':')));
    }

    private static String local(String tag) {
        return tag.substring(tag.indexOf(':') + 1);
    }

    @Override
    public RecordFormat records(Options options) {
        String tag = options.get(ROW_TAG);
        String namespace = options.get(NAMESPACES).getOrDefault(prefix(tag), "");
        return new XmlDialect(
                local(tag),
                prefix(tag).isEmpty() ? XmlDialect.ANY : namespace,
                options.get(ATTRIBUTE_PREFIX),
                options.get(TEXT_KEY),
                options.get(LISTS),
                options.get(LineOptions.NULL_TOKENS),
                Math.toIntExact(options.get(MAX_DEPTH)),
                StreamOptions.of(options).withDeclaration());
    }

    @Override
    public boolean needsDeclaredColumns(Options options) {
        return false;
    }
}
