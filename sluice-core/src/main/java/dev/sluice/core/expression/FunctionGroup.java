package dev.sluice.core.expression;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The functions that an SQL expression may call: Spark's built-in ones that give, for one row, a value that depends on
 * nothing but their arguments and the time of the run.
 */
public enum FunctionGroup {
    CONDITION("Conditions and nulls", """
            coalesce equal_null greatest if ifnull isnan isnotnull isnull least nanvl nullif nullifzero nvl nvl2 when
            zeroifnull
            """),
    TEXT("Text", """
            ascii base64 bit_length btrim char char_length character_length chr collate collation concat concat_ws contains
            decode elt encode endswith find_in_set format_number format_string initcap instr is_valid_utf8 lcase left len
            length levenshtein locate lower lpad ltrim luhn_check make_valid_utf8 mask octet_length overlay parse_url
            position printf quote repeat replace reverse right rpad rtrim sentences soundex space split split_part
            startswith substr substring substring_index to_binary to_char to_number to_varchar translate trim try_parse_url
            try_to_binary try_to_number try_url_decode try_validate_utf8 ucase unbase64 unhex upper url_decode url_encode
            validate_utf8
            """),
    PATTERN("Patterns", """
            ilike like regexp regexp_count regexp_extract regexp_extract_all regexp_instr regexp_like regexp_replace
            regexp_substr rlike
            """),
    NUMBER("Numbers", """
            abs acos acosh asin asinh atan atan2 atanh bin bit_count bit_get bround cbrt ceil ceiling conv cos cosh cot csc
            degrees e exp expm1 factorial floor getbit hex hypot ln log log10 log1p log2 mod negative pi pmod positive pow
            power radians rint round sec shiftleft shiftright shiftrightunsigned sign signum sin sinh sqrt tan tanh try_add
            try_divide try_mod try_multiply try_subtract width_bucket
            """),
    TIME("Dates and times", """
            add_months convert_timezone curdate current_date current_time current_timestamp current_timezone date_add
            date_diff date_format date_from_unix_date date_part date_sub date_trunc dateadd datediff datepart day dayname
            dayofmonth dayofweek dayofyear extract from_unixtime from_utc_timestamp hour last_day localtimestamp make_date
            make_dt_interval make_interval make_time make_timestamp make_timestamp_ltz make_timestamp_ntz make_ym_interval
            minute month monthname months_between next_day now quarter second time_diff time_trunc timediff
            timestamp_micros timestamp_millis timestamp_seconds timestampadd timestampdiff to_date to_time to_timestamp
            to_timestamp_ltz to_timestamp_ntz to_unix_timestamp to_utc_timestamp trunc try_make_interval
            try_make_timestamp try_make_timestamp_ltz try_make_timestamp_ntz try_to_date try_to_time try_to_timestamp
            unix_date unix_micros unix_millis unix_seconds unix_timestamp weekday weekofyear year
            """),
    TYPE("Types", """
            bigint binary boolean cast date decimal double float int smallint string time timestamp tinyint try_cast typeof
            """),
    COLLECTION("Arrays, maps and structs", """
            aggregate array array_append array_compact array_contains array_distinct array_except array_insert
            array_intersect array_join array_max array_min array_position array_prepend array_remove array_repeat
            array_size array_sort array_union arrays_overlap arrays_zip cardinality element_at exists filter flatten forall
            get map map_concat map_contains_key map_entries map_filter map_from_arrays map_from_entries map_keys map_values
            map_zip_with named_struct reduce sequence size slice sort_array str_to_map struct transform transform_keys
            transform_values try_element_at zip_with
            """),
    DOCUMENT("JSON and CSV within a value", """
            from_csv from_json get_json_object is_variant_null json_array_length json_object_keys parse_json schema_of_csv
            schema_of_json schema_of_variant to_csv to_json to_variant_object try_parse_json try_variant_get variant_get
            """),
    HASH("Hashes", "aes_decrypt crc32 hash md5 sha sha1 sha2 try_aes_decrypt xxhash64"),
    CONTEXT(
            "The run and the row's place",
            Stream.of(ContextFunction.values()).map(ContextFunction::word).collect(Collectors.joining(" ")));

    private static final Set<String> ALL = Stream.of(values())
            .flatMap(group -> group.functions.stream())
            .collect(Collectors.toCollection(TreeSet::new));

    private final String title;
    private final Set<String> functions;

    FunctionGroup(String title, String names) {
        this.title = title;
        this.functions = new TreeSet<>(Set.of(names.strip().split("\\s+")));
    }

    /** The heading in the reference. */
    public String title() {
        return title;
    }

    /** Names in lower case, sorted. */
    public Set<String> functions() {
        return Set.copyOf(functions);
    }

    static Set<String> all() {
        return ALL;
    }

    static boolean allows(String name) {
        return ALL.contains(name.toLowerCase(Locale.ROOT));
    }
}
