package dev.sluice.spark.source.xml;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.StreamOptions;
import java.util.List;
import java.util.Optional;

/**
 * Where the records of XML documents stand, and how their elements become values.
 *
 * @param rowTag the local name of the elements that are records
 * @param rowNamespace their namespace; {@link #ANY} where it does not matter
 * @param attributePrefix stands before the names of attributes
 * @param textKey the name of an element's own text where it has attributes or elements too
 * @param lists elements that are lists though they may occur once
 * @param nullTokens which texts are null
 * @param maxDepth how deeply a record's elements may be nested
 */
record XmlDialect(
        String rowTag,
        String rowNamespace,
        String attributePrefix,
        String textKey,
        List<String> lists,
        List<String> nullTokens,
        int maxDepth,
        StreamOptions stream)
        implements RecordFormat {
    /** Instead of a namespace. No namespace has this name, for it is no URI. */
    static final String ANY = "*";

    XmlDialect {
        lists = List.copyOf(lists);
        nullTokens = List.copyOf(nullTokens);
    }

    @Override
    public RecordReader reader(ByteWindow window, ReadColumns columns) {
        return new XmlReader(this, window, columns);
    }

    @Override
    public Optional<RecordFormat> again() {
        // Its namespace may have been declared around it.
        return Optional.of(new XmlDialect(rowTag, ANY, attributePrefix, textKey, lists, nullTokens, maxDepth, stream));
    }

    @Override
    public boolean divisible() {
        return false;
    }
}
