package dev.sluice.spark.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.config.Project;
import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.core.spec.SourceSpec;
import dev.sluice.core.spec.TableCare;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.core.type.ColumnType;
import dev.sluice.spark.expression.SparkTypes;
import dev.sluice.spark.plan.Classification;
import dev.sluice.spark.plan.OnePass;
import dev.sluice.spark.plan.RunContext;
import dev.sluice.spark.profile.Caution;
import dev.sluice.spark.profile.ProposedColumn;
import dev.sluice.spark.profile.ProposedPipeline;
import dev.sluice.spark.profile.SourceLook;
import dev.sluice.spark.profile.SourceLook.Known;
import dev.sluice.spark.profile.SourceProfile;
import dev.sluice.spark.sink.TwoTableWrite;
import dev.sluice.spark.sink.Written;
import dev.sluice.spark.source.FileLister;
import dev.sluice.spark.source.RecordColumns;
import dev.sluice.spark.source.SourceHeader;
import dev.sluice.spark.source.SourceRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Looks at a source, proposes a pipeline for it, and runs that on all rows without writing any, so that what each rule
 * rejects is counted.
 */
final class Profiling {
    /** Records in which the keys of documents are looked for. */
    private static final int RECORDS_WITH_KEYS = 1000;
    /** After so many the proposal is so cautious that nothing is left to take back. */
    private static final int TRIALS = 4;

    private final Engine engine;
    private final Project project;
    private final ProfileRequest request;
    private final RunListener listener;
    private final List<String> notes = new ArrayList<>();

    Profiling(Engine engine, Project project, ProfileRequest request, RunListener listener) {
        this.engine = engine;
        this.project = project;
        this.request = request;
        this.listener = listener;
    }

    /** What came of the proposal on all rows. */
    private record Trial(long rejected, Map<String, Long> byRule) {}

    SourceProfile profile() {
        PipelineSpec bare = bare();
        List<SourceFile> files = FileLister.list(bare.source(), engine.project(), engine.hadoop());
        if (files.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.NOTHING_SELECTED,
                    "Cannot profile: no file matches %s"
                            .formatted(String.join(", ", bare.source().files())));
        }
        SparkSession session = engine.sessionFor(bare.zone());
        listener.step("read", files.size() + " files");
        SourceRows headers = engine.source(session, PipelinePlan.of(bare), files);
        List<String> names = names(bare, headers);
        List<SourceColumn> columns = columns(bare.source(), names);
        Dataset<Row> rows = engine.source(session, PipelinePlan.of(bare(bare, columns)), files)
                .rows();
        SourceLook look = SourceLook.at(rows, known(rows, names), request.tolerance());
        headers.headers().stream()
                .map(SourceHeader::problem)
                .flatMap(problem -> Optional.ofNullable(problem).stream())
                .distinct()
                .limit(5)
                .forEach(problem -> notes.add("all records of a file are bad: " + problem));
        look.unnameable()
                .forEach(name -> notes.add(
                        "column '%s' is left out: no pipeline can have a column of this name".formatted(name)));
        if (look.rows() == 0) {
            notes.add("the source has no rows: all columns are texts");
        }
        if (look.proposed().isEmpty()) {
            throw new SluiceException(
                    ErrorCode.UNKNOWN_COLUMN, "Cannot propose a pipeline: no column has a name that one can have");
        }
        return proposal(session, files, look);
    }

    /** The source alone, as the request declares it; rules of the project would miss their columns. */
    private PipelineSpec bare() {
        String text = request.source()
                + "use: []\nvalidate: []\nfix: []\nchecks: []\n"
                + "convert: [{type: derive, column: sluice_profile, expression: \"1\"}]\n"
                + "target: {table: profile, columns: {sluice_profile: int}}\n";
        return bare(project.draft(request.file(), text), List.of());
    }

    private static PipelineSpec bare(PipelineSpec spec, List<SourceColumn> columns) {
        TargetSpec target = new TargetSpec(
                spec.target().table(), spec.target().quarantine(), List.of(), List.of(), Map.of(), List.of(), null);
        return new PipelineSpec(
                spec.name(),
                columns.isEmpty() ? spec.source() : spec.source().withColumns(columns),
                List.of(),
                target,
                List.of(),
                spec.zone(),
                false,
                spec.version(),
                spec.budget(),
                TableCare.DEFAULT,
                List.of(),
                List.of(),
                List.of());
    }

    private List<String> names(PipelineSpec bare, SourceRows headers) {
        Set<String> names = new LinkedHashSet<>();
        bare.source().columns().forEach(column -> names.add(column.name()));
        headers.unused().stream().map(SeenColumn::name).forEach(names::add);
        if (names.isEmpty()) {
            names.addAll(keys(headers.rows()));
        }
        names.addAll(bare.source().partitions());
        if (names.isEmpty()) {
            throw new SluiceException(Problem.at(
                            bare.source().location(),
                            ErrorCode.UNKNOWN_COLUMN,
                            "Cannot profile: the files tell no names of columns")
                    .withHint("declare them in source.columns"));
        }
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<String> apart = new ArrayList<>();
        for (String name : names) {
            if (taken.add(name)) {
                apart.add(name);
            } else {
                notes.add("column '%s' is left out: another differs from it in case only".formatted(name));
            }
        }
        return apart;
    }

    /** Of the first records, where they are JSON objects. */
    private Set<String> keys(Dataset<Row> rows) {
        ObjectMapper json = new ObjectMapper();
        Set<String> keys = new LinkedHashSet<>();
        for (Row row : rows.select(RecordColumns.RAW).limit(RECORDS_WITH_KEYS).collectAsList()) {
            String raw = row.isNullAt(0) ? "" : row.getString(0).strip();
            if (raw.startsWith("{")) {
                try {
                    JsonNode node = json.readTree(raw);
                    node.fieldNames().forEachRemaining(keys::add);
                } catch (JsonProcessingException e) {
                    // A damaged record is counted with all the others.
                    continue;
                }
            }
        }
        if (!keys.isEmpty()) {
            notes.add("the columns are the keys of the first %d records".formatted(RECORDS_WITH_KEYS));
        }
        return keys;
    }

    private static List<SourceColumn> columns(SourceSpec source, List<String> names) {
        Map<String, SourceColumn> columns = new LinkedHashMap<>();
        source.columns().stream()
                .filter(column -> names.contains(column.name()))
                .forEach(column -> columns.put(column.name(), column));
        for (String name : names) {
            if (!source.partitions().contains(name)) {
                columns.putIfAbsent(name, new SourceColumn(name, List.of(), false, source.location()));
            }
        }
        source.partitions()
                .forEach(
                        name -> columns.putIfAbsent(name, new SourceColumn(name, List.of(), false, source.location())));
        return List.copyOf(columns.values());
    }

    private static List<Known> known(Dataset<Row> rows, List<String> names) {
        StructType schema = rows.schema();
        return names.stream()
                .map(name -> new Known(
                        name,
                        Optional.of(schema.apply(name).dataType())
                                .filter(type -> !(type instanceof StringType))
                                .map(type -> SparkTypes.columnType(type)
                                        .map(ColumnType::toString)
                                        .orElse("string"))))
                .toList();
    }

    private SourceProfile proposal(SparkSession session, List<SourceFile> files, SourceLook look) {
        List<ProposedColumn> columns = look.proposed();
        ProposedPipeline proposed = new ProposedPipeline(request.source(), request.table(), columns);
        Caution caution = new Caution(look, request.tolerance());
        Trial trial = trial(session, files, proposed);
        for (int i = 1; i < TRIALS; i++) {
            List<ProposedColumn> weaker = caution.apply(proposed.columns(), trial.byRule());
            if (weaker.equals(proposed.columns())) {
                break;
            }
            proposed = new ProposedPipeline(request.source(), request.table(), weaker);
            trial = trial(session, files, proposed);
        }
        List<String> head = List.of(
                "Proposed by 'sluice profile' from %d files with %d rows.".formatted(files.size(), look.rows()),
                "On these rows it rejects %d.".formatted(trial.rejected()));
        return new SourceProfile(
                files.size(),
                look.rows(),
                look.unreadable(),
                look.columns(),
                proposed.columns(),
                trial.byRule(),
                trial.rejected(),
                proposed.yaml(head, look.rows(), trial.byRule()),
                notes);
    }

    private Trial trial(SparkSession session, List<SourceFile> files, ProposedPipeline proposed) {
        PipelineSpec spec = project.draft(request.file(), proposed.yaml());
        PipelinePlan plan = PipelinePlan.of(spec);
        listener.step("trial", "of %d columns".formatted(proposed.columns().size()));
        SourceRows source = engine.source(session, plan, files);
        ColumnDrift drift = ColumnDrift.find(engine.ledger(), plan, source.headers());
        RunContext context = RunContext.of(
                plan,
                engine.project().environment(),
                Optional.empty(),
                RunContext.Tags.NONE,
                engine.clock().instant());
        try (Classification pass = OnePass.compile(
                plan,
                source.rows(drift.refused()),
                context,
                ProjectRows.of(engine, spec, true),
                engine.rowTimeLimit())) {
            Written counted = TwoTableWrite.count(
                    pass.rows(),
                    pass.mapper(
                            spec.name(),
                            "trial",
                            "trial",
                            spec.fingerprint(),
                            engine.clock().instant()),
                    Optional.empty());
            Map<String, Long> byRule = new LinkedHashMap<>();
            for (ReasonCount reason : pass.reasons(counted.reasonRows(), counted.stepReasons())) {
                byRule.merge(reason.rule(), reason.rows(), Long::sum);
            }
            return new Trial(counted.rows().quarantined(), byRule);
        }
    }
}
