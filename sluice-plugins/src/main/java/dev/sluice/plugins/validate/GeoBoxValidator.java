package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Validator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Asks for a point within a box of degrees. Null in either column passes. */
public final class GeoBoxValidator implements Validator {
    public static final Option<String> LATITUDE =
            Option.required("latitude", new OptionType.ColumnName(), "The column of the point's latitude.");
    public static final Option<String> LONGITUDE =
            Option.required("longitude", new OptionType.ColumnName(), "The column of the point's longitude.");
    public static final Option<String> SOUTH =
            Option.of("south", new OptionType.Text(), "-90", "The least latitude in degrees.");
    public static final Option<String> NORTH =
            Option.of("north", new OptionType.Text(), "90", "The greatest latitude in degrees.");
    public static final Option<String> WEST =
            Option.of("west", new OptionType.Text(), "-180", "The western edge in degrees of longitude.");
    public static final Option<String> EAST = Option.of(
            "east",
            new OptionType.Text(),
            "180",
            "The eastern edge in degrees of longitude; where it is less than `west`, the box crosses the date line.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "geo_box",
                "The point must lie within a box of degrees.",
                LATITUDE,
                LONGITUDE,
                SOUTH,
                NORTH,
                WEST,
                EAST);
    }

    @Override
    public List<Problem> check(Options options) {
        Map<Option<String>, Integer> limits = Map.of(SOUTH, 90, NORTH, 90, WEST, 180, EAST, 180);
        for (Option<String> edge : List.of(SOUTH, NORTH, WEST, EAST)) {
            double degrees = degrees(options.get(edge));
            int limit = limits.getOrDefault(edge, 180);
            if (!(Math.abs(degrees) <= limit)) {
                return List.of(Problem.at(
                        options.location(edge),
                        ErrorCode.UNFIT_OPTIONS,
                        "'%s' of %s is no number of degrees from -%d to %d"
                                .formatted(options.get(edge), edge.name(), limit, limit)));
            }
        }
        return degrees(options.get(SOUTH)) > degrees(options.get(NORTH))
                ? List.of(Problem.at(options.location(), ErrorCode.UNFIT_OPTIONS, "south lies north of north"))
                : List.of();
    }

    /** NaN where the text is no number. */
    private static double degrees(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(LATITUDE), options.get(LONGITUDE));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        Column latitude = DegreesValidator.degrees(options.get(LATITUDE), context);
        Column longitude = DegreesValidator.degrees(options.get(LONGITUDE), context);
        double west = degrees(options.get(WEST));
        double east = degrees(options.get(EAST));
        Column tooWest = longitude.lt(functions.lit(west));
        Column tooEast = longitude.gt(functions.lit(east));
        Column outside = latitude.lt(functions.lit(degrees(options.get(SOUTH))))
                .or(latitude.gt(functions.lit(degrees(options.get(NORTH)))))
                .or(west <= east ? tooWest.or(tooEast) : tooWest.and(tooEast))
                .or(DegreesValidator.beyond(latitude, 90))
                .or(DegreesValidator.beyond(longitude, 180));
        Column whole = latitude.isNotNull().and(longitude.isNotNull());
        return List.of(Check.of(
                ReasonCode.OUTSIDE_BOX,
                whole.and(outside),
                reads(options),
                "the point {%s}, {%s} lies outside of the box"
                        .formatted(options.get(LATITUDE), options.get(LONGITUDE))));
    }
}
