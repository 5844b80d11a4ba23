package dev.sluice.core.spec;

import static dev.sluice.api.Option.of;
import static dev.sluice.api.Option.optional;
import static dev.sluice.api.Option.required;

import dev.sluice.api.Option;
import dev.sluice.api.OptionType.Choice;
import dev.sluice.api.OptionType.Flag;
import dev.sluice.api.OptionType.ListOf;
import dev.sluice.api.OptionType.MapOf;
import dev.sluice.api.OptionType.Span;
import dev.sluice.api.OptionType.Sql;
import dev.sluice.api.OptionType.Text;
import dev.sluice.api.OptionType.TypeName;
import dev.sluice.api.OptionType.Whole;
import dev.sluice.api.OptionType.Zone;
import dev.sluice.api.Severity;
import dev.sluice.core.check.Measure;
import dev.sluice.core.spec.SectionKeys.Nested;
import dev.sluice.core.window.Late;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every key of project, pipeline and schema files, apart from the options of plug-ins. */
public final class Keys {
    private static final Text TEXT = new Text();
    private static final ListOf<String> TEXTS = new ListOf<>(TEXT);
    private static final MapOf<String> PROPERTIES = new MapOf<>(TEXT, TEXT);

    // Project.
    static final Option<String> NAME = required("name", TEXT, "The project's name.");
    static final Option<String> URL =
            optional("url", TEXT, "JDBC URL. A SQLite file's path starts at the project's folder.");
    static final Option<String> WAREHOUSE = optional(
            "warehouse", TEXT, "Folder or URI of the tables' files. Default: `warehouse` in the state folder.");
    static final Option<List<String>> ROOTS =
            of("roots", TEXTS, List.of(), "Folders or URIs under which source files must lie. Default: anywhere.");
    static final Option<Map<String, String>> SPARK = of(
            "spark",
            PROPERTIES,
            Map.of(),
            "Settings of the Spark session, by full key such as `spark.sql.ansi.enabled`.");
    static final SectionKeys CATALOG = new SectionKeys("catalog", List.of(URL), List.of());
    static final SectionKeys LEDGER = new SectionKeys("ledger", List.of(URL), List.of());
    static final Option<Map<String, String>> PINS = of(
            "pins",
            PROPERTIES,
            Map.of(),
            "The SHA-256 of each jar in `plugins/`, by its name, such as `iban.jar: sha256:9f86…`. Once one is pinned, all"
                    + " must be. Default: none is.");
    static final Option<Duration> ROW_TIME_LIMIT = optional(
            "rowTimeLimit",
            new Span(),
            "How long a plug-in of the row tier may take for one row. Each call then costs some microseconds more."
                    + " Default: as long as it likes.");
    static final SectionKeys PLUGINS = new SectionKeys("plugins", List.of(PINS, ROW_TIME_LIMIT), List.of());
    static final Option<List<String>> PACK_PATH = of(
            "packs",
            TEXTS,
            List.of(),
            "Local folders of packs, and zip files that hold one, searched after the folder `packs`.");
    static final Option<String> CONNECTION_URL = required(
            "url",
            TEXT,
            "`jdbc:postgresql://host:port/database` or `jdbc:sqlite:file`, without parameters. A file's path starts at the"
                    + " project's folder.");
    static final Option<String> CONNECTION_USER = optional("user", TEXT, "The database's user.");
    static final Option<String> CONNECTION_PASSWORD =
            optional("password", TEXT, "The user's password: `${secret:NAME}`.");
    static final Option<Map<String, String>> CONNECTION_PROPERTIES = of(
            "properties",
            PROPERTIES,
            Map.of(),
            "Properties of the driver. PostgreSQL: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `connectTimeout`,"
                    + " `socketTimeout`, `loginTimeout`, `tcpKeepAlive`, `ApplicationName`. SQLite: `busy_timeout`.");
    public static final SectionKeys CONNECTION = new SectionKeys(
            "connection",
            List.of(CONNECTION_URL, CONNECTION_USER, CONNECTION_PASSWORD, CONNECTION_PROPERTIES),
            List.of());
    static final Nested CONNECTIONS = nested(
            "connections",
            Shape.CONNECTIONS,
            "Databases that sinks may deliver to, by name. Only `sluice.yaml` and `conf/` may declare them.");
    static final Nested VARS =
            nested("vars", Shape.VARIABLES, "Variables. `${x}` in any value stands for the variable `x`.");
    public static final SectionKeys PROJECT = new SectionKeys(
            "project",
            List.of(NAME, WAREHOUSE, ROOTS, SPARK, PACK_PATH),
            List.of(
                    section(CATALOG, false, "The Iceberg catalog. Default: a SQLite file in the state folder."),
                    section(LEDGER, false, "The memory of runs. Default: a SQLite file in the state folder."),
                    section(PLUGINS, false, "The plug-ins in the folder `plugins`."),
                    CONNECTIONS));

    // Source.
    static final Option<List<String>> FILES = optional(
            "files", TEXTS, "Paths or globs, local (from the project's folder on) or with a scheme such as `s3:`.");
    static final Option<String> FORMAT = optional("format", TEXT, "The format of the files, such as `csv`.");
    static final Option<String> SOURCE_TABLE = optional(
            "table",
            TEXT,
            "In place of files: a table of the project, `name` or `namespace.name`, whose rows are read; with `connection`,"
                    + " a table of that database, `name` or `schema.name`, spelt as it is there.");
    static final Option<String> SOURCE_QUERY = optional(
            "query",
            new Sql(),
            "In place of files: a query over tables of the project, `SELECT … FROM …`; with `connection`, one in the SQL of"
                    + " that database.");
    static final Option<String> SOURCE_CONNECTION = optional(
            "connection",
            TEXT,
            "A connection that the project declares under `connections:`; `table` or `query` are of its database then.");
    static final Option<Fingerprint> FINGERPRINT = of(
            "fingerprint",
            new Choice<>(Fingerprint.class),
            Fingerprint.METADATA,
            "How a file is known again: by size and modification time, or by a hash of its content.");
    static final Option<List<String>> PARTITIONS = of(
            "partitions",
            TEXTS,
            List.of(),
            "Columns that the folders of the files name, outermost first, as in `dt=2026-01-05/country=de/x.csv`.");
    static final Option<Drift> DRIFT = of(
            "drift",
            new Choice<>(Drift.class),
            Drift.WARN,
            "What to do about files whose columns differ from those that the pipeline expects, or from those of the run"
                    + " before.");
    static final Nested OPTIONS = nested("options", Shape.FORMAT_OPTIONS, "The options of the format.");
    static final Nested SOURCE_COLUMNS = nested(
            "columns",
            Shape.SOURCE_COLUMNS,
            "The columns of the files: a list of names, or a map of names to their settings. Default: as the headers tell.");
    public static final SectionKeys SOURCE = new SectionKeys(
            "source",
            List.of(FILES, FORMAT, SOURCE_TABLE, SOURCE_QUERY, SOURCE_CONNECTION, FINGERPRINT, PARTITIONS, DRIFT),
            List.of(OPTIONS, SOURCE_COLUMNS));
    static final Option<List<String>> ALIASES =
            of("aliases", TEXTS, List.of(), "Other names that a file's header may have for the column.");
    static final Option<Boolean> REQUIRED_IN_SOURCE =
            of("required", new Flag(), false, "Whether the records of a file without this column are quarantined.");
    static final Option<String> SOURCE_TYPE = optional(
            "type",
            new TypeName(),
            "The column's type, in formats whose files have types; told apart from the files' own as drift. Default: as"
                    + " the files tell.");
    public static final SectionKeys SOURCE_COLUMN =
            new SectionKeys("source column", List.of(ALIASES, REQUIRED_IN_SOURCE, SOURCE_TYPE), List.of());

    // Target.
    static final Option<String> TABLE = required("table", TEXT, "The table of good rows: `name` or `namespace.name`.");
    static final Option<String> QUARANTINE =
            optional("quarantine", TEXT, "The table of bad rows. Default: `<table>__quarantine`.");
    static final Option<String> FIXES =
            optional("fixes", TEXT, "The table of what `fix:` has changed, cell by cell. Default: `<table>__fixes`.");
    static final Option<String> FIX_ID = of(
            "fixId",
            TEXT,
            "_fix_id",
            "With `fix:`, the target's column that tells which rows were mended, and joins them to the table of fixes.");
    static final Option<String> SCHEMA =
            optional("schema", TEXT, "A file with the columns, partitioning and rules, from the project's folder on.");
    static final Option<Map<String, String>> TABLE_PROPERTIES =
            of("properties", PROPERTIES, Map.of(), "Iceberg properties of both tables.");
    static final Option<List<String>> PARTITION = of(
            "partition",
            TEXTS,
            List.of(),
            "Partition fields: `column`, `year(c)`, `month(c)`, `day(c)`, `hour(c)`, `\"bucket(16, c)\"`, `\"truncate(4, c)\"`.");
    static final Nested TARGET_COLUMNS = nested(
            "columns",
            Shape.TARGET_COLUMNS,
            "The columns of the table in order: names to types, or to settings and constraints.");
    static final Nested RULES = nested("rules", Shape.VALIDATORS, "Validators for every row that lands in the table.");
    static final Option<WriteSpec.Mode> WRITE = of(
            "write",
            new Choice<>(WriteSpec.Mode.class),
            WriteSpec.Mode.APPEND,
            "How good rows become part of the table: `append` adds them, `replace` makes them the whole table,"
                    + " `overwrite_partitions` replaces the partitions for which there are any, `merge` updates the rows that"
                    + " have their keys and inserts the others. Where rows come from tables, `replace` unless set.");
    static final Option<Boolean> ALLOW_EMPTY = of(
            "allowEmpty",
            new Flag(),
            false,
            "With `write: replace`, whether a batch without good rows may empty the table; else such a run is held.");
    static final Option<List<String>> MERGE_KEYS =
            required("keys", TEXTS, "The target's columns that tell which row a change is of.");
    static final Option<String> SEQUENCE = optional(
            "sequence",
            TEXT,
            "The target's column by which the latest change of a row wins. Default: a key may come once in a batch, and"
                    + " later runs win.");
    static final Option<String> DELETE = optional(
            "delete",
            new Sql(),
            "A condition over the columns after conversion; a change for which it is true deletes its row.");
    static final Option<String> VALID_FROM = of(
            "validFrom", TEXT, "valid_from", "The column that is added: the sequence from which on a version holds.");
    static final Option<String> VALID_TO =
            of("validTo", TEXT, "valid_to", "The column that is added: the sequence from which on it holds no more.");
    static final Option<String> CURRENT =
            of("current", TEXT, "is_current", "The column that is added: whether the version still holds.");
    static final SectionKeys HISTORY = new SectionKeys("history", List.of(VALID_FROM, VALID_TO, CURRENT), List.of());
    static final SectionKeys MERGE = new SectionKeys(
            "merge",
            List.of(MERGE_KEYS, SEQUENCE, DELETE),
            List.of(section(
                    HISTORY,
                    false,
                    "Keeps each version of a row, as a slowly changing dimension of type 2; `{}` for the usual names."
                            + " Default: only the newest state.")));
    public static final SectionKeys TARGET = new SectionKeys(
            "target",
            List.of(TABLE, QUARANTINE, FIXES, FIX_ID, SCHEMA, PARTITION, TABLE_PROPERTIES, WRITE, ALLOW_EMPTY),
            List.of(TARGET_COLUMNS, section(MERGE, false, "With `write: merge`, which rows are changed and how.")));
    public static final SectionKeys SCHEMA_FILE =
            new SectionKeys("schema file", List.of(PARTITION, TABLE_PROPERTIES), List.of(TARGET_COLUMNS, RULES));
    static final Option<String> TYPE = required("type", new TypeName(), "The column's type, such as `decimal(10,2)`.");
    static final Option<Boolean> REQUIRED = of("required", new Flag(), false, "Whether null is refused.");
    static final Option<List<String>> FORMATS = of(
            "formats",
            TEXTS,
            List.of(),
            "Patterns for dates, times and timestamps, tried in order. Default: ISO 8601.");
    static final Option<ZoneId> COLUMN_ZONE =
            optional("zone", new Zone(), "The zone of timestamps that carry none. Default: the pipeline's.");
    static final Option<String> COMMENT = optional("comment", TEXT, "Documentation, kept in the table.");
    public static final SectionKeys TARGET_COLUMN =
            new SectionKeys("target column", List.of(TYPE, REQUIRED, FORMATS, COLUMN_ZONE, COMMENT), List.of());

    // Budget.
    static final Option<String> BUDGET_REJECTED =
            optional("rejected", TEXT, "How many rows may be bad in all: rows such as `100`, or a share such as `5%`.");
    static final Option<Map<String, String>> BUDGET_RULES = of(
            "rules", PROPERTIES, Map.of(), "Names of rules and steps, and how many rows may have a reason of theirs.");
    static final Option<Map<String, String>> BUDGET_COLUMNS = of(
            "columns", PROPERTIES, Map.of(), "Names of columns, and how many rows may have a reason that names them.");
    static final Option<String> BUDGET_FILES =
            optional("files", TEXT, "How many rows of each source file may be bad: rows, or a share of that file's.");
    static final SectionKeys BUDGET =
            new SectionKeys("budget", List.of(BUDGET_REJECTED, BUDGET_RULES, BUDGET_COLUMNS, BUDGET_FILES), List.of());

    static final Option<Duration> RETENTION = optional(
            "retention",
            new Span(),
            "How long `sluice quarantine purge` leaves rows that nobody needs any more, such as `90d`.");
    static final SectionKeys QUARANTINE_KEEPING = new SectionKeys("quarantine", List.of(RETENTION), List.of());
    static final Option<Long> MAINTAIN_AFTER = optional(
            "after",
            new Whole(2, 100_000),
            "After so many commits to the target, a run maintains the tables. Default: only `sluice maintain` does.");
    static final Option<Duration> MAINTAIN_KEEP = of(
            "keep",
            new Span(),
            TableCare.DEFAULT.keep(),
            "How far back tables can be read as they were, and runs be taken back.");
    static final SectionKeys MAINTAIN = new SectionKeys("maintain", List.of(MAINTAIN_AFTER, MAINTAIN_KEEP), List.of());

    // Steps and pipeline.
    static final Option<String> STEP_TYPE = required("type", TEXT, "The plug-in that carries the step out.");
    static final Option<String> STEP_NAME =
            optional("name", TEXT, "How reasons and reports call the step. Default: its type and columns.");
    public static final SectionKeys STEP = new SectionKeys("step", List.of(STEP_TYPE, STEP_NAME), List.of());
    static final Option<String> FIX_COLUMN = optional("column", TEXT, "The column of the source that is mended.");
    static final Option<List<String>> FIX_COLUMNS =
            optional("columns", TEXTS, "The columns of the source that are mended. Default: every column of text.");
    public static final SectionKeys FIX_STEP = new SectionKeys("fix", List.of(FIX_COLUMN, FIX_COLUMNS), List.of());
    static final Option<Severity> SEVERITY = of(
            "severity",
            new Choice<>(Severity.class),
            Severity.ERROR,
            "What becomes of rows that fail: `error` quarantines them; below it they land, and are counted and sampled.");
    static final Option<String> WHEN = optional(
            "when", new Sql(), "A condition over the row and the run; only rows for which it is true are judged.");
    public static final SectionKeys RULE = new SectionKeys("rule", List.of(SEVERITY, WHEN), List.of());
    static final Option<Measure> MEASURE =
            required("type", new Choice<>(Measure.class), "What is measured of the rows that would land.");
    static final Option<String> CHECK_COLUMN = optional("column", TEXT, "The target column that is measured.");
    static final Option<String> PERCENT = optional("percent", TEXT, "Of a percentile: between 0 and 100.");
    static final Option<String> CHECK_MIN =
            optional("min", TEXT, "The least value allowed; a share may be written `5%`.");
    static final Option<String> CHECK_MAX =
            optional("max", TEXT, "The greatest value allowed; a share may be written `5%`.");
    static final Option<String> CHECK_DRIFT = optional(
            "drift",
            TEXT,
            "How far the value may lie from the mean of the last runs: a share of that mean, such as `20%`.");
    static final Option<String> DEVIATIONS = optional(
            "deviations",
            TEXT,
            "How many standard deviations the value may lie from the mean of the last runs, once there are three.");
    static final Option<Long> RUNS =
            of("runs", new Whole(1, 1000), 7L, "How many published runs `drift` and `deviations` look back to.");
    static final Option<Severity> CHECK_SEVERITY = of(
            "severity",
            new Choice<>(Severity.class),
            Severity.ERROR,
            "What becomes of a batch that fails: `error` publishes nothing; below it the run tells.");
    static final Option<String> CHECK_NAME =
            optional("name", TEXT, "How reports call the check. Default: its type and column.");
    public static final SectionKeys CHECK = new SectionKeys(
            "check",
            List.of(
                    MEASURE,
                    CHECK_COLUMN,
                    PERCENT,
                    CHECK_MIN,
                    CHECK_MAX,
                    CHECK_DRIFT,
                    DEVIATIONS,
                    RUNS,
                    CHECK_SEVERITY,
                    CHECK_NAME),
            List.of());

    // Audits.
    static final Option<String> AUDIT_NAME = required("name", TEXT, "How reports call the audit.");
    static final Option<String> AUDIT_SQL = optional(
            "sql",
            TEXT,
            "A query over `staged`, `published` and `result`; the audit fails if it gives rows, and they are shown.");
    static final Option<String> AUDIT_THAT = optional(
            "that",
            TEXT,
            "A condition over the staged rows together, such as `sum(amount) > 0`; false fails, null passes.");
    static final Option<Severity> AUDIT_SEVERITY = of(
            "severity",
            new Choice<>(Severity.class),
            Severity.ERROR,
            "What becomes of a run that fails: `error` holds it; below it the run tells.");
    public static final SectionKeys AUDIT =
            new SectionKeys("audit", List.of(AUDIT_NAME, AUDIT_SQL, AUDIT_THAT, AUDIT_SEVERITY), List.of());

    // Windows.
    static final Option<String> EVERY =
            required("every", TEXT, "How long a window is: `1h` (a divisor of 24 h), `1d`, `1w` or `1mo`.");
    static final Option<String> WINDOW_COLUMN = optional(
            "column",
            TEXT,
            "The target's column, a timestamp or date, that tells a row's window. Default: all rows belong to the window of"
                    + " their run.");
    static final Option<ZoneId> WINDOW_ZONE =
            optional("zone", new Zone(), "The zone whose calendar and clock windows follow. Default: the pipeline's.");
    static final Option<Duration> BUFFER =
            of("buffer", new Span(), Duration.ZERO, "How long after its end a window is due.");
    static final Option<Duration> LATENESS = optional(
            "lateness",
            new Span(),
            "How long after their window's end rows are taken, measured to the end of the window that brings them. Default:"
                    + " for ever.");
    static final Option<Late> LATE = of(
            "late",
            new Choice<>(Late.class),
            Late.QUARANTINE,
            "What becomes of rows of a published window: `rewrite` replaces the window, `append` adds to it, `quarantine`"
                    + " refuses them, `next` lands them in the window of their run.");
    static final Option<String> STARTS =
            optional("starts", TEXT, "The first window, such as `2026-01-01`; none before it is missing.");
    static final Option<String> START_COLUMN = of(
            "startColumn",
            TEXT,
            "window_start",
            "The column that is added to the target: the start of the window in which a row landed.");
    static final Option<String> END_COLUMN = optional(
            "endColumn",
            TEXT,
            "Added to the target in place of `startColumn`: the end of the window in which a row landed, for totals that are"
                    + " read by the end of their period. Not together with `column`.");
    static final Option<String> LATE_COLUMN =
            of("lateColumn", TEXT, "late", "With `late: append`, the column that is added to mark late rows.");
    static final Option<String> WATERMARK_COLUMN =
            optional("column", TEXT, "A target column whose greatest value tells how far the source has come.");
    static final Option<Duration> DELAY =
            optional("delay", new Span(), "How far behind that value rows may still come. Default: not at all.");
    static final Option<String> MARKER = optional(
            "marker",
            TEXT,
            "A file that the source lays down once a window is complete, such as"
                    + " `${inbox}/${window.start:yyyy-MM-dd}/_SUCCESS`.");
    static final SectionKeys WATERMARK =
            new SectionKeys("watermark", List.of(WATERMARK_COLUMN, DELAY, MARKER), List.of());
    public static final SectionKeys WINDOW = new SectionKeys(
            "window",
            List.of(
                    EVERY,
                    WINDOW_COLUMN,
                    WINDOW_ZONE,
                    BUFFER,
                    LATENESS,
                    LATE,
                    STARTS,
                    START_COLUMN,
                    END_COLUMN,
                    LATE_COLUMN),
            List.of(section(
                    WATERMARK, false, "What tells that all rows of a window have come. Default: its trigger.")));

    // Packs.
    static final Option<String> USED_PACK =
            required("pack", TEXT, "Name and version: `pii@1.2` is the newest `1.2.x`, `pii@1.2.3` exactly that.");
    static final Option<String> USED_AS = optional(
            "as",
            TEXT,
            "What the names of its steps begin with, where a pack is used twice. Default: the pack's name.");
    static final Option<String> USED_HASH =
            optional("sha256", TEXT, "The SHA-256 that the pack must have, as `sluice plan` shows it.");
    static final Nested WITH = nested("with", Shape.VARIABLES, "Values of the pack's parameters.");
    public static final SectionKeys PACK_USE =
            new SectionKeys("use", List.of(USED_PACK, USED_AS, USED_HASH), List.of(WITH));
    static final Option<ParameterType> PARAMETER_TYPE =
            of("type", new Choice<>(ParameterType.class), ParameterType.TEXT, "What values it takes.");
    static final Option<String> PARAMETER_DOC = required("doc", TEXT, "What it means.");
    static final Nested PARAMETER_DEFAULT =
            nested("default", Shape.VALUE, "Its value where none is given. Without it, one must be given.");
    public static final SectionKeys PARAMETER =
            new SectionKeys("parameter", List.of(PARAMETER_TYPE, PARAMETER_DOC), List.of(PARAMETER_DEFAULT));
    static final Option<String> PACK_NAME = required("pack", TEXT, "The pack's name.");
    static final Option<String> PACK_VERSION = required("version", TEXT, "Its version, such as `1.2.0`.");
    static final Option<String> PACK_DESCRIPTION = optional("description", TEXT, "What it is for.");
    static final Option<Map<String, String>> PACK_JARS =
            of("jars", PROPERTIES, Map.of(), "Plug-in jars beside `pack.yaml`, and the SHA-256 of each.");

    // Pipeline.
    static final Option<String> PIPELINE_NAME =
            optional("pipeline", TEXT, "The pipeline's name. Default: the name of its file.");
    static final Option<ZoneId> ZONE =
            of("zone", new Zone(), ZoneId.of("UTC"), "The zone of timestamps that carry none, and of expressions.");
    static final Option<Boolean> STRICT =
            of("strict", new Flag(), false, "Whether a row stops at the first converter that fails.");
    static final Nested CONVERT = nested("convert", Shape.CONVERTERS, "Steps that make columns, in order.");
    static final Nested USE = nested(
            "use", Shape.PACKS, "Packs whose steps run before the pipeline's own: `name@version`, or a list of uses.");
    static final Nested VALIDATE = nested("validate", Shape.VALIDATORS, "The pipeline's own rules.");
    static final Nested FIX =
            nested("fix", Shape.FIXERS, "Steps that mend cells of bad rows, in order; a row that is good then lands.");
    static final Nested CHECKS =
            nested("checks", Shape.CHECKS, "Demands on the batch as a whole, judged before it is published.");
    static final Nested AUDITS = nested(
            "audits",
            Shape.AUDITS,
            "Queries over what a run has written and what is published, judged before any reader sees it.");
    /** Of the pipeline's keys, the one that makes no row another. */
    public static final String SINKS_NAME = "sinks";

    static final Nested SINKS = nested(
            SINKS_NAME,
            Shape.SINKS,
            "Places to which each published state of the target is delivered, for those who cannot read the table.");
    static final Nested ENV = nested("env", Shape.ENVIRONMENTS, "Keys that hold in one environment only.");
    static final Nested SOURCE_SECTION = section(SOURCE, true, "Where rows come from.");
    static final Nested BUDGET_SECTION = section(
            BUDGET,
            false,
            "How many bad rows a run may have. With more of them it is held: nothing lands. Default: any.");
    static final Nested QUARANTINE_SECTION = section(QUARANTINE_KEEPING, false, "How bad rows are kept.");
    static final Nested MAINTAIN_SECTION = section(
            MAINTAIN, false, "When small files are compacted and old snapshots expire, and how old they become.");
    static final Nested TARGET_SECTION = section(TARGET, true, "Where good and bad rows go.");
    public static final SectionKeys PIPELINE = new SectionKeys(
            "pipeline",
            List.of(PIPELINE_NAME, ZONE, STRICT),
            List.of(
                    SOURCE_SECTION,
                    section(WINDOW, false, "Windows of time, each loaded by a run of its own. Default: none."),
                    USE,
                    CONVERT,
                    TARGET_SECTION,
                    VALIDATE,
                    FIX,
                    CHECKS,
                    AUDITS,
                    BUDGET_SECTION,
                    QUARANTINE_SECTION,
                    MAINTAIN_SECTION,
                    SINKS,
                    VARS,
                    ENV));

    /** Of {@code pack.yaml}. */
    public static final SectionKeys PACK = new SectionKeys(
            "pack",
            List.of(PACK_NAME, PACK_VERSION, PACK_DESCRIPTION, PACK_JARS),
            List.of(nested("parameters", Shape.PARAMETERS, "What a pipeline may set, by name."), CONVERT, VALIDATE));

    /** How messages call the root, for project and pipelines alike: a fault of a shared file is told once. */
    static final String ROOT_TITLE = "the configuration";

    private Keys() {}

    /** All keys that may stand at the root of the merged configuration. */
    public static List<String> roots() {
        List<String> names = new ArrayList<>(PIPELINE.names());
        names.addAll(PROJECT.names());
        return names;
    }

    private static Nested nested(String name, Shape shape, String description) {
        return new Nested(name, shape, false, null, description);
    }

    private static Nested section(SectionKeys keys, boolean required, String description) {
        return new Nested(keys.title(), Shape.SECTION, required, keys, description);
    }
}
