package dev.sluice.core.expression;

import dev.sluice.api.ErrorCode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Functions of Spark that are known and refused, so that the error can say why. All others are refused as unknown. */
enum RefusedFunction {
    AGGREGATE(ErrorCode.AGGREGATE_NOT_ALLOWED, "looks at more than one row", """
            any any_value approx_count_distinct approx_percentile approx_top_k array_agg avg bit_and bit_or bit_xor
            bitmap_and_agg bitmap_construct_agg bitmap_or_agg bool_and bool_or collect_list collect_set corr count count_if
            count_min_sketch covar_pop covar_samp cume_dist dense_rank every first first_value grouping grouping_id
            histogram_numeric hll_sketch_agg hll_union_agg kurtosis lag last last_value lead listagg max max_by mean median
            min min_by mode nth_value ntile percent_rank percentile percentile_approx percentile_cont percentile_disc rank
            regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy row_number
            schema_of_variant_agg session_window skewness some std stddev stddev_pop stddev_samp string_agg sum try_avg
            try_sum var_pop var_samp variance window window_time
            """),
    GENERATOR(ErrorCode.AGGREGATE_NOT_ALLOWED, "makes several rows or columns of one row", """
            explode explode_outer inline inline_outer json_tuple posexplode posexplode_outer stack variant_explode
            variant_explode_outer
            """),
    CHANCE(
            ErrorCode.NOT_DETERMINISTIC,
            "gives another value each time",
            "aes_encrypt rand randn random randstr shuffle uniform uuid"),
    PLACE(ErrorCode.NOT_DETERMINISTIC, "depends on how Spark divides the work", """
            input_file_block_length input_file_block_start input_file_name monotonically_increasing_id spark_partition_id
            """),
    SESSION(
            ErrorCode.FUNCTION_NOT_ALLOWED,
            "tells of the session, not of the row",
            "current_catalog current_database current_schema current_user session_user user version"),
    CODE(ErrorCode.FUNCTION_NOT_ALLOWED, "runs code by its name", "java_method reflect try_reflect"),
    FAILURE(ErrorCode.FUNCTION_NOT_ALLOWED, "fails on purpose: use the rule 'expect'", "assert_true raise_error"),
    FILE(ErrorCode.FUNCTION_NOT_ALLOWED, "reads schemas or entities from outside", """
            from_avro from_protobuf from_xml schema_of_avro schema_of_xml to_avro to_protobuf to_xml xpath xpath_boolean
            xpath_double xpath_float xpath_int xpath_long xpath_number xpath_short xpath_string
            """);

    private final ErrorCode code;
    private final String why;
    private final Set<String> functions;

    RefusedFunction(ErrorCode code, String why, String names) {
        this.code = code;
        this.why = why;
        this.functions = Set.of(names.strip().split("\\s+"));
    }

    ErrorCode code() {
        return code;
    }

    /** Names in lower case. */
    Set<String> functions() {
        return functions;
    }

    /** Completes "function 'x' …". */
    String why() {
        return why;
    }

    /** Which kind of refused function this is, if it is one that is known. */
    static Optional<RefusedFunction> of(String lowerCaseName) {
        return Stream.of(values())
                .filter(kind -> kind.functions.contains(lowerCaseName))
                .findFirst();
    }
}
