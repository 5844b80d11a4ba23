package dev.sluice.core.spec;

import dev.sluice.api.OptionType;
import dev.sluice.api.OptionType.ColumnName;
import dev.sluice.api.OptionType.Flag;
import dev.sluice.api.OptionType.ListOf;
import dev.sluice.api.OptionType.Regex;
import dev.sluice.api.OptionType.Size;
import dev.sluice.api.OptionType.Span;
import dev.sluice.api.OptionType.Sql;
import dev.sluice.api.OptionType.Text;
import dev.sluice.api.OptionType.TypeName;
import dev.sluice.api.OptionType.Whole;
import dev.sluice.api.OptionType.Zone;

/** What values a parameter of a pack takes. */
public enum ParameterType {
    TEXT(new Text()),
    TEXTS(new ListOf<>(new Text())),
    WHOLE(new Whole(Long.MIN_VALUE, Long.MAX_VALUE)),
    FLAG(new Flag()),
    COLUMN(new ColumnName()),
    COLUMNS(new ListOf<>(new ColumnName())),
    TYPE(new TypeName()),
    REGEX(new Regex()),
    SQL(new Sql()),
    SPAN(new Span()),
    SIZE(new Size()),
    ZONE(new Zone());

    private final OptionType<?> type;

    ParameterType(OptionType<?> type) {
        this.type = type;
    }

    OptionType<?> type() {
        return type;
    }
}
