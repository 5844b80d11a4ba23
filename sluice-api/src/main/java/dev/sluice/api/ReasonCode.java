package dev.sluice.api;

/**
 * The reasons that Sluice itself gives for a bad row; a plug-in may use these or its own codes of the same form (capitals,
 * digits and underscores).
 */
public enum ReasonCode {
    // Parsing: the record as a whole.
    CORRUPT_RECORD(Stage.PARSE, "The record cannot be read in its format."),
    HEADER_MISMATCH(Stage.PARSE, "The file's header lacks a required column or cannot be read."),
    DUPLICATE_HEADER(Stage.PARSE, "The file's header has a column twice that the pipeline reads."),
    SHORT_ROW(Stage.PARSE, "The row has fewer cells than the header, or fewer characters than its columns."),
    LONG_ROW(Stage.PARSE, "The row has more cells than the header, or characters than its length, and text in them."),
    UNCLOSED_QUOTE(Stage.PARSE, "A quoted cell has no end."),
    TEXT_AFTER_QUOTE(Stage.PARSE, "Text stands between a closing quote and the next delimiter."),
    RECORD_TOO_LARGE(Stage.PARSE, "The record is larger than the limit."),
    NOT_AN_OBJECT(Stage.PARSE, "The JSON text is no object."),
    TOO_DEEP(Stage.PARSE, "The JSON text is nested too deeply."),
    TRUNCATED_FILE(Stage.PARSE, "The file ends before its time, as its format or compression tells."),
    CORRUPT_FILE(Stage.PARSE, "The file, or a block of it, is damaged, or is not of its format."),
    NOT_ONE_RECORD(Stage.PARSE, "The raw record, read again, is no record or several."),
    DECOMPRESSION_LIMIT(Stage.PARSE, "The compressed file unpacks to more than the limit."),
    OUTSIDE_LAYOUT(Stage.PARSE, "The file's folders do not name the partition columns."),
    SCHEMA_DRIFT(
            Stage.PARSE, "The file's columns differ from those expected, and the pipeline's policy is to quarantine."),
    LINE_MISMATCH(Stage.PARSE, "The line does not match the pattern of the format."),
    MATCH_GIVEN_UP(Stage.PARSE, "Matching the line against the pattern took more steps than the limit."),
    RECORDS_NOT_FOUND(Stage.PARSE, "The document has no records where they should be, or something else there."),
    TRUNCATED_DOCUMENT(Stage.PARSE, "The document ends before its time; the records before its end were read."),
    MALFORMED_DOCUMENT(Stage.PARSE, "The document is not well-formed from here on; its rest is not read."),
    DOCUMENT_TYPE(Stage.PARSE, "The XML document declares a document type or entities; it is not read."),
    UNSAFE_ENTRY(Stage.PARSE, "The archive's entry has a name that leads out of the archive; it is not read."),
    NESTED_ARCHIVE(Stage.PARSE, "The archive's entry is an archive itself; it is not read."),
    ENCRYPTED_ENTRY(Stage.PARSE, "The archive's entry is encrypted; it is not read."),

    // Parsing: one column.
    UNDECODABLE(Stage.PARSE, "The value's bytes are no text in the file's encoding."),
    NUL_BYTE(Stage.PARSE, "The value holds a NUL character."),
    NUMBER_TOO_LONG(Stage.PARSE, "The JSON number has more digits than the limit."),
    DUPLICATE_KEY(Stage.PARSE, "The JSON object has the key twice."),
    LONE_SURROGATE(Stage.PARSE, "The JSON text has half of a surrogate pair."),
    UNSUPPORTED_TYPE(Stage.PARSE, "The column has a type in the file that cannot be read."),
    UNREADABLE_VALUE(
            Stage.PARSE,
            "The database holds a value that its column's type cannot hold here, such as an infinite date."),
    PARENT_NOT_READ(Stage.PARSE, "The field of the record's parents does not stand before the records."),

    // Conversion: one column.
    NOT_A_DATE(Stage.CONVERT, "The text is not a date in any of the formats."),
    NOT_A_TIME(Stage.CONVERT, "The text is not a time of day in any of the formats."),
    NOT_A_TIMESTAMP(Stage.CONVERT, "The text is not a timestamp in any of the formats."),
    NOT_A_NUMBER(Stage.CONVERT, "The text is not a number."),
    NOT_AN_INTEGER(Stage.CONVERT, "The text is not a whole number."),
    NUMBER_OVERFLOW(Stage.CONVERT, "The number is beyond the range of its type."),
    DECIMAL_OVERFLOW(Stage.CONVERT, "The number has more digits before the decimal point than its type."),
    TOO_MANY_DECIMALS(Stage.CONVERT, "The number has more digits after the decimal point than its type."),
    NOT_A_BOOLEAN(Stage.CONVERT, "The text is none of the words for true and false."),
    NOT_A_UUID(Stage.CONVERT, "The text is not a UUID."),
    NOT_BINARY(Stage.CONVERT, "The text is neither base64 nor hexadecimal after 0x."),
    WRONG_LENGTH(Stage.CONVERT, "The bytes are not as many as the type has."),
    NOT_JSON(Stage.CONVERT, "The text is not well-formed JSON."),
    WRONG_JSON(Stage.CONVERT, "The JSON does not fit the type."),
    NOT_CONVERTIBLE(Stage.CONVERT, "The value cannot be converted to the type."),
    NOT_SPLITTABLE(Stage.CONVERT, "The text has too few or too many parts."),
    NO_MATCH(Stage.CONVERT, "The text does not match the pattern."),

    // Validation.
    MISSING(Stage.VALIDATE, "A required column is null."),
    NOT_IN_ENUM(Stage.VALIDATE, "The value is none of those allowed."),
    OUT_OF_RANGE(Stage.VALIDATE, "The value is below the least or above the greatest allowed."),
    WRONG_SIZE(Stage.VALIDATE, "The text or list is too short or too long."),
    PATTERN_MISMATCH(Stage.VALIDATE, "The text does not have the form asked for."),
    EXPECTATION_FAILED(Stage.VALIDATE, "The condition of an expectation is false."),
    BLANK(Stage.VALIDATE, "The text, list or map is empty, or the text is only blanks."),
    FORBIDDEN_VALUE(Stage.VALIDATE, "The value is one of those not allowed."),
    WRONG_ORDER(Stage.VALIDATE, "The value does not stand to another column's as it must."),
    NOT_AN_EMAIL(Stage.VALIDATE, "The text is not an e-mail address."),
    NOT_A_URL(Stage.VALIDATE, "The text is not a URL, or of a scheme that is not allowed."),
    NOT_AN_IP(Stage.VALIDATE, "The text is not an IP address or network as asked for."),
    NOT_AN_IBAN(Stage.VALIDATE, "The text is not an IBAN, or its check digits are wrong."),
    WRONG_CHECK_DIGIT(Stage.VALIDATE, "The text is not a number with a right check digit."),
    UNKNOWN_CODE(Stage.VALIDATE, "The text is no code of its ISO list."),
    NOT_A_PHONE(Stage.VALIDATE, "The text is not a telephone number."),
    IN_THE_FUTURE(Stage.VALIDATE, "The date or time lies after the run's."),
    TOO_OLD(Stage.VALIDATE, "The date or time lies too long before the run's."),
    TOO_YOUNG(Stage.VALIDATE, "The date or time lies too shortly before the run's."),
    NOT_ON_EARTH(Stage.VALIDATE, "The number is no latitude or longitude."),
    OUTSIDE_BOX(Stage.VALIDATE, "The point lies outside of the box."),
    SCHEMA_MISMATCH(Stage.VALIDATE, "The JSON does not fit its schema."),
    NONE_PRESENT(Stage.VALIDATE, "None of several columns has a value."),
    NOT_EXACTLY_ONE(Stage.VALIDATE, "Not exactly one of several columns has a value."),
    PARTLY_PRESENT(Stage.VALIDATE, "Some of several columns have a value and some have not."),
    DUPLICATE(Stage.VALIDATE, "The key occurs more than once in the batch."),
    ALREADY_IN_TARGET(Stage.VALIDATE, "The key is in the target table already."),
    NOT_FOUND(Stage.VALIDATE, "The key is not in the table or file that it must be in."),
    SEVERAL_FOUND(Stage.CONVERT, "The key has several matches in the table or file."),
    EXPRESSION_FAILED(Stage.CONVERT, "An SQL expression failed on the values of this row."),

    // Windows.
    NO_EVENT_TIME(Stage.VALIDATE, "The column that tells the row's window is null."),
    LATE_ROW(Stage.VALIDATE, "The row belongs to a window that was published before it came."),
    TOO_LATE(Stage.VALIDATE, "The row belongs to a window that ended longer before its run's than 'lateness' allows."),
    OTHER_WINDOW(
            Stage.VALIDATE,
            "Replayed, the row belongs to another window, whose runs read its file: run the windows that read it again."),

    // Plug-ins of the row tier, in both stages.
    PLUGIN_FAILED(Stage.CONVERT, "A plug-in threw an exception at this row."),
    PLUGIN_TIMEOUT(Stage.CONVERT, "A plug-in took longer for this row than the project allows."),

    // Plug-ins of the dataset tier.
    PLUGIN_LOST_ROW(Stage.CONVERT, "A plug-in gave the row back neither as good nor with an error."),
    PLUGIN_DOUBLED_ROW(Stage.CONVERT, "A plug-in gave the row back as good more than once.");

    private final Stage stage;
    private final String summary;

    ReasonCode(Stage stage, String summary) {
        this.stage = stage;
        this.summary = summary;
    }

    /** The stage in which it usually arises. */
    public Stage stage() {
        return stage;
    }

    /** One sentence for the reference. */
    public String summary() {
        return summary;
    }
}
