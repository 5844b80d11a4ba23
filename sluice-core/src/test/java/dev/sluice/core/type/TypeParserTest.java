package dev.sluice.core.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.type.ColumnType.Array;
import dev.sluice.core.type.ColumnType.Decimal;
import dev.sluice.core.type.ColumnType.Field;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.MapType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.ColumnType.Struct;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TypeParserTest {
    @ParameterizedTest
    @EnumSource(Primitive.class)
    void everyPrimitiveIsReadByItsWord(Primitive primitive) {
        assertThat(TypeParser.parse(primitive.word())).isEqualTo(primitive);
        assertThat(TypeParser.parse(" " + primitive.word().toUpperCase(java.util.Locale.ROOT) + " "))
                .isEqualTo(primitive);
    }

    @Test
    void parametersNestingAndAliasesAreRead() {
        assertThat(TypeParser.parse("struct<id: bigint not null, price decimal(10, 2), tags:list<string>,"
                        + "`odd ``name`:map<integer,fixed(16)>>"))
                .isEqualTo(new Struct(List.of(
                        new Field("id", Primitive.LONG, true),
                        new Field("price", new Decimal(10, 2), false),
                        new Field("tags", new Array(Primitive.STRING), false),
                        new Field("odd `name", new MapType(Primitive.INT, new Fixed(16)), false))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    strng            | Invalid type at character 1: no type is called 'strng', did you mean 'string'?
                    varchar          | Invalid type at character 1: no type is called 'varchar', did you mean 'string'?
                    decimal          | Invalid type at character 1: decimal needs precision and scale, such as decimal(10,2)
                    decimal(39,2)    | Invalid type at character 1: decimal(39,2) has a precision beyond 1 to 38 or a scale beyond 0 to the precision
                    decimal(10,2     | Invalid type at character 13: expected ')' but found the end
                    array<int        | Invalid type at character 10: expected '>' but found the end
                    array<>          | Invalid type at character 7: a type is missing before '>'
                    map<string>      | Invalid type at character 11: expected ',' but found '>'
                    struct<a:int,A:int> | Invalid type at character 14: the struct has two fields called 'A' (case does not count)
                    struct<>         | Invalid type at character 8: a field's name is missing
                    int(4)           | Invalid type at character 4: int takes no parameters
                    int int          | Invalid type at character 5: unexpected 'int' after the type
                    fixed(0)         | Invalid type at character 1: fixed(0) must have a length of at least 1
                    fixed(99999999999) | Invalid type at character 7: expected a whole number
                    struct<a:int not> | Invalid type at character 17: expected 'not null'
                    """)
    void errorsTellPlaceAndRemedy(String text, String message) {
        assertThatThrownBy(() -> TypeParser.parse(text))
                .isInstanceOf(TypeSyntaxException.class)
                .hasMessage(message);
    }

    @Test
    void emptyTextIsRefused() {
        assertThatThrownBy(() -> TypeParser.parse("")).hasMessage("Invalid type at character 1: a type is missing");
    }

    @Test
    void nestingIsBounded() {
        String open = "array<".repeat(100_000 / 6);

        assertThatThrownBy(() -> TypeParser.parse(open)).hasMessageContaining("types nest deeper than 50");
        assertThat(TypeParser.parse("array<".repeat(49) + "int" + ">".repeat(49)))
                .isInstanceOf(Array.class);
    }

    @RepeatedTest(200)
    void everyTypeIsReadBackFromItsText(RepetitionInfo repetition) {
        ColumnType type = random(new Random(repetition.getCurrentRepetition()), 4);

        assertThat(TypeParser.parse(type.toString())).isEqualTo(type);
    }

    private static ColumnType random(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 6)) {
            case 0 -> Primitive.values()[random.nextInt(Primitive.values().length)];
            case 1 -> {
                int precision = 1 + random.nextInt(38);
                yield new Decimal(precision, random.nextInt(precision + 1));
            }
            case 2 -> new Fixed(1 + random.nextInt(1000));
            case 3 -> new Array(random(random, depth - 1));
            case 4 -> new MapType(random(random, depth - 1), random(random, depth - 1));
            default ->
                new Struct(IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(i -> new Field(
                                random.nextBoolean() ? "field_" + i : "ö `" + i + " not null",
                                random(random, depth - 1),
                                random.nextBoolean()))
                        .toList());
        };
    }
}
