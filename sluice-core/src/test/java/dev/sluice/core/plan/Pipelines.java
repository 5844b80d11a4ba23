package dev.sluice.core.plan;

import dev.sluice.api.Check;
import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Footprint;
import dev.sluice.api.Format;
import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.Plugin;
import dev.sluice.api.Problem;
import dev.sluice.api.StepContext;
import dev.sluice.api.Validator;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.PipelineVersion;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.SourceSpec;
import dev.sluice.core.spec.Step;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.type.TypeParser;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Pipelines in a few words, with plug-ins that have a footprint and nothing else. */
final class Pipelines {
    private List<SourceColumn> source = List.of();
    private List<Step<ConverterPlugin>> steps = List.of();
    private List<TargetColumn> target = List.of();
    private List<Step<ValidatorPlugin>> rules = List.of();

    static Pipelines pipeline() {
        return new Pipelines();
    }

    Pipelines source(String... names) {
        source = Stream.of(names)
                .map(name -> new SourceColumn(name, List.of(), false, place(name)))
                .toList();
        return this;
    }

    Pipelines steps(Draft... drafts) {
        steps = Stream.of(drafts)
                .map(draft -> new Step<ConverterPlugin>(
                        draft.word, new FakeConverter(draft.descriptor(), draft.footprint), draft, place(draft.word)))
                .toList();
        return this;
    }

    Pipelines target(Column... columns) {
        target = Stream.of(columns).map(Column::build).toList();
        return this;
    }

    Pipelines rules(Draft... drafts) {
        rules = Stream.of(drafts)
                .map(draft -> new Step<ValidatorPlugin>(
                        draft.word,
                        new FakeValidator(draft.descriptor(), draft.footprint.reads()),
                        draft,
                        place(draft.word)))
                .toList();
        return this;
    }

    PipelineSpec build() {
        TableName table = new TableName("default", "t");
        return new PipelineSpec(
                "p",
                new SourceSpec(List.of("/in/*.csv"), new NoFormat(), new Draft("csv", none()), source, false, null),
                steps,
                new TargetSpec(table, table.quarantine(), target, List.of(), Map.of(), List.of(), null),
                rules,
                ZoneOffset.UTC,
                false,
                PipelineVersion.of("00"),
                dev.sluice.core.budget.Budget.NONE,
                dev.sluice.core.spec.TableCare.DEFAULT,
                List.of(),
                List.of(),
                List.of());
    }

    static Draft convert(String word, Footprint footprint) {
        return new Draft(word, footprint);
    }

    static Draft rule(String word, List<String> reads) {
        return new Draft(word, new Footprint(reads, Map.of(), List.of(), false));
    }

    static Column column(String name, String type) {
        return new Column(name, type, false);
    }

    private static Footprint none() {
        return new Footprint(List.of(), Map.of(), List.of(), false);
    }

    private static Location place(String what) {
        return new Location("p.yaml", 1 + Math.abs(what.hashCode() % 1000), 1, 1);
    }

    record Column(String name, String type, boolean isRequired) {
        Column required() {
            return new Column(name, type, true);
        }

        TargetColumn build() {
            return new TargetColumn(name, TypeParser.parse(type), isRequired, List.of(), null, null, place(name));
        }
    }

    /** A step to be, and its options. */
    static final class Draft implements Options {
        private final String word;
        private final Footprint footprint;
        private final Map<Option<?>, Object> values = new LinkedHashMap<>();

        Draft(String word, Footprint footprint) {
            this.word = word;
            this.footprint = footprint;
        }

        <T> Draft with(Option<T> option, T value) {
            values.put(option, value);
            return this;
        }

        Descriptor descriptor() {
            return new Descriptor(word, "A step of a test.", new ArrayList<>(values.keySet()), null);
        }

        @Override
        public <T> T get(Option<T> option) {
            return find(option).orElseThrow();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Optional<T> find(Option<T> option) {
            return Optional.ofNullable((T) values.get(option));
        }

        @Override
        public Location location(Option<?> option) {
            return place(word + option.name());
        }

        @Override
        public Location location() {
            return place(word);
        }
    }

    private record FakeConverter(Descriptor descriptor, Footprint given) implements Converter {
        @Override
        public Footprint footprint(Options options) {
            return given;
        }

        @Override
        public List<ConvertedColumn> convert(Options options, StepContext context) {
            throw new UnsupportedOperationException();
        }
    }

    private record FakeValidator(Descriptor descriptor, List<String> given) implements Validator {
        @Override
        public List<String> reads(Options options) {
            return given;
        }

        @Override
        public List<Check> check(Options options, StepContext context) {
            throw new UnsupportedOperationException();
        }
    }

    private record NoFormat() implements Format, Plugin {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("csv", "A format of a test.");
        }

        @Override
        public List<Problem> check(Options options) {
            return List.of();
        }
    }
}
