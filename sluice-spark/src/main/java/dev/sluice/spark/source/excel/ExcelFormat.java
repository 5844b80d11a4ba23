package dev.sluice.spark.source.excel;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.spark.source.typed.TypedFiles;
import dev.sluice.spark.source.typed.TypedFormat;
import java.util.List;

/** Excel workbooks ({@code .xlsx}): one sheet, its cells as texts. */
public final class ExcelFormat implements TypedFormat {
    public static final Option<String> SHEET =
            Option.of("sheet", new OptionType.Text(), "1", "The sheet's name, or its number from 1 on.");
    public static final Option<Long> HEADER_ROW = Option.of(
            "headerRow",
            new OptionType.Whole(1, 1_048_576),
            1L,
            "The row that names the columns, as Excel numbers rows; records are below it.");
    public static final Option<String> RANGE = Option.optional(
            "range",
            new OptionType.Text(),
            "The cells to read, such as `B:F` or `B3:F500`; the header row need not be within its rows.");
    public static final Option<Long> MAX_SIZE = Option.of(
            "maxUnpackedSize",
            new OptionType.Size(),
            256L << 20,
            "What a workbook may unpack to before it is given up; its texts are held in memory.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "excel",
                "Excel workbooks (.xlsx): the rows of one sheet, each cell as a text.",
                SHEET,
                HEADER_ROW,
                RANGE,
                MAX_SIZE);
    }

    @Override
    public List<Problem> check(Options options) {
        return options.find(RANGE)
                .filter(range -> CellRange.parse(range).isEmpty())
                .map(range -> List.of(Problem.at(
                        options.location(RANGE),
                        ErrorCode.UNFIT_OPTIONS,
                        "range '%s' is not of the form B:F or B3:F500".formatted(range))))
                .orElse(List.of());
    }

    /** The cells are texts. */
    @Override
    public boolean typed() {
        return false;
    }

    @Override
    public TypedFiles files(Options options) {
        return new ExcelFiles(
                options.get(SHEET),
                Math.toIntExact(options.get(HEADER_ROW)),
                options.find(RANGE).flatMap(CellRange::parse).orElse(CellRange.ALL),
                options.get(MAX_SIZE));
    }
}
