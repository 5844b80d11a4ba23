package dev.sluice.api;

import static dev.sluice.api.ErrorType.DATA;
import static dev.sluice.api.ErrorType.EXTERNAL;
import static dev.sluice.api.ErrorType.INTERNAL;
import static dev.sluice.api.ErrorType.USER;

import java.util.Locale;

/**
 * Every error that stops a command. (What is wrong with a single row is a {@link ReasonCode}.)
 *
 * <p>Hundreds: 1 YAML, keys and values; 2 columns, types and expressions; 3 sources and paths; 4 target, catalog and
 * commit; 5 batches, runs and ledger; 6 plug-in jars; 7 command line; 9 internal. A number is never used again for something else.
 */
public enum ErrorCode {
    YAML_SYNTAX(101, USER, "The file is not well-formed YAML.", "Mend the syntax at the place shown."),
    UNKNOWN_KEY(102, USER, "A key is not known in its section.", "Remove it, or use the key that is suggested."),
    DUPLICATE_KEY(103, USER, "A key stands twice in one section.", "Keep one of the two."),
    YAML_ALIAS(104, USER, "The file uses an anchor or an alias.", "Write the value out; share values through 'vars:'."),
    YAML_TAG(105, USER, "The file uses a tag.", "Remove the tag: the key alone tells the type of its value."),
    YAML_TOO_LARGE(106, USER, "The file is larger than 1 MiB.", "Move parts of it into files of their own."),
    YAML_TOO_DEEP(107, USER, "The file nests deeper than 50 levels.", "Flatten the section."),
    YAML_SEVERAL_DOCUMENTS(
            108,
            USER,
            "The file holds more than one YAML document.",
            "Keep one document per file; remove '---' or '...'."),
    YAML_NOT_UTF8(109, USER, "The file is not text in UTF-8.", "Save the file as UTF-8."),
    YAML_CHARACTER(
            110,
            USER,
            "The file holds a control character.",
            "Remove the character, or write it as an escape in double quotes."),
    YAML_KEY(111, USER, "A key is not plain text.", "Write the key as a single word or quoted text."),
    WRONG_SHAPE(
            112,
            USER,
            "A map, a list or a single value stands where another of the three is due.",
            "Write the value in the form shown."),
    MISSING_KEY(113, USER, "A key that is required is not set.", "Add the key."),
    NOT_A_WHOLE_NUMBER(114, USER, "A whole number is due.", "Write digits only."),
    NUMBER_OUT_OF_RANGE(115, USER, "A number is beyond its bounds.", "Choose a number within the bounds."),
    NOT_A_FLAG(116, USER, "true or false is due.", "Write true or false."),
    UNKNOWN_WORD(117, USER, "A value is not one of the words that the key knows.", "Use one of the words listed."),
    INVALID_SIZE(118, USER, "A count of bytes is not well-formed.", "Write a number and a unit, such as 16MiB."),
    INVALID_DURATION(
            119,
            USER,
            "A span of time is not well-formed.",
            "Write a number and a unit: ms, s, m, h or d, such as 30s."),
    UNKNOWN_ZONE(
            120,
            USER,
            "A time zone is not known.",
            "Write an IANA name such as Europe/Berlin, or an offset such as +02:00."),
    INVALID_REGEX(121, USER, "A regular expression is not well-formed.", "Mend the expression at the place shown."),
    NOT_A_CHARACTER(122, USER, "Exactly one character is due.", "Write one character, or 'tab'."),
    EMPTY_VALUE(123, USER, "A text or list is empty where it must not be.", "Give it a value, or remove the key."),
    INVALID_TYPE(
            124,
            USER,
            "A text names no column type.",
            "Use a type such as string, long, decimal(10,2), timestamp or array<string>."),
    RESERVED_PROPERTY(125, USER, "A table property is one that Iceberg keeps for itself.", "Remove the property."),
    UNKNOWN_PLUGIN(
            130,
            USER,
            "No converter or validator has this name.",
            "Use one of the names listed, or add the plug-in that has it."),
    UNKNOWN_FORMAT(131, USER, "No source format has this name.", "Use one of the names listed."),
    DUPLICATE_STEP_NAME(132, USER, "Two steps of a pipeline have the same name.", "Rename one of them."),
    DUPLICATE_COLUMN(133, USER, "Two columns have the same name; case does not count.", "Rename one of them."),
    INVALID_NAME(134, USER, "A name has a form that is not allowed.", "Choose another name."),
    INVALID_TABLE_NAME(
            135,
            USER,
            "A table's name is not of the form name or namespace.name.",
            "Use letters, digits and underscores, and at most one dot."),
    INVALID_PARTITION(
            136,
            USER,
            "A field of the partitioning is not well-formed or does not fit its column.",
            "Write column, year(c), month(c), day(c), hour(c), \"bucket(16, c)\" or \"truncate(4, c)\"."),
    CONFLICTING_KEYS(137, USER, "Two keys exclude one another.", "Keep one of them."),
    PLUGIN_FAILED(
            138, USER, "A plug-in threw an exception while it was being set up.", "Report it to the plug-in's author."),
    INVALID_PLUGIN(
            139,
            USER,
            "A plug-in cannot be loaded, or its description is wrong.",
            "Remove the plug-in, or use a version made for this Sluice."),
    PROJECT_NOT_FOUND(
            140,
            USER,
            "The folder holds no sluice.yaml.",
            "Go to a project's folder or name it with --project; 'sluice init' makes one."),
    PIPELINE_NOT_FOUND(141, USER, "No pipeline has this name.", "Use one of the names listed."),
    ENVIRONMENT_NOT_FOUND(
            142, USER, "No environment has this name.", "Use one of the names listed, or add conf/<name>.yaml."),
    DUPLICATE_PIPELINE(143, USER, "Two files declare a pipeline of the same name.", "Rename one of them."),
    CONFIG_FILE_MISSING(
            144,
            USER,
            "A file that the configuration names does not exist.",
            "Mend the path; it starts at the project's folder."),
    CONFIG_FILE_UNREADABLE(
            145,
            USER,
            "A file of the configuration cannot be read.",
            "See that it is a file and that you may read it."),
    UNKNOWN_VARIABLE(146, USER, "A variable is not set.", "Add it to 'vars:', or set it with --set."),
    VARIABLE_CYCLE(
            147, USER, "Variables refer to one another in a circle.", "Give one of them a value without a reference."),
    INVALID_REFERENCE(
            148, USER, "A reference is not of the form ${name}.", "Write ${name}; for the text itself write $${."),
    VARIABLE_NOT_TEXT(
            149,
            USER,
            "A variable that is a list or map stands within a text.",
            "Let the reference be the whole value, or make the variable a single value."),
    INVALID_OVERRIDE(
            150,
            USER,
            "An override is not of the form key=value, +key=value or ~key, or does not fit what it changes.",
            "Write --set a.b=value, --set +a.b=value or --set ~a.b."),
    SECRET_NOT_ALLOWED(
            151,
            USER,
            "A secret stands where it would be printed or stored.",
            "Use secrets in the catalog's, the ledger's and Spark's settings only."),
    SECRET_MISSING(
            152,
            USER,
            "A secret has no value.",
            "Set the variable SLUICE_SECRET_<NAME>, or write the file secrets/<name> in the state folder."),
    NOT_SET(153, USER, "No layer sets this key.", "Ask for one of the keys that 'config --resolved' lists."),
    INVALID_BUDGET(
            154,
            USER,
            "A budget is neither a count of rows nor a share, or names a rule that does not exist.",
            "Write rows such as 100, or a share such as 5%; name rules as reasons do."),
    INVALID_WINDOW_LENGTH(
            155,
            USER,
            "A length of windows is not well-formed.",
            "Write hours that divide the day, or days, weeks or months: 1h, 6h, 1d, 1w, 1mo."),
    WINDOW_REFERENCE(
            156,
            USER,
            "A reference to the window stands where there is none, or is not of the form ${window.start:PATTERN}.",
            "Write ${window.start} or ${window.end}, if need be with a pattern, in source.files and SQL of a pipeline with 'window:'."),
    WINDOW_COLUMN(
            157,
            USER,
            "The column that tells a row's window is neither a timestamp nor a date.",
            "Name a column of type timestamp, timestamptz or date, or add a step that makes one."),
    WINDOWS_ALIKE(
            158,
            USER,
            "The source's references to the window are the same for several windows, which would all read the same rows.",
            "Let the patterns tell one window from the next: down to its unit, and with the offset where clocks are set back."),
    INVALID_PACK_USE(
            160,
            USER,
            "A use of a pack is not well-formed, or two of them do not fit each other.",
            "Write use: name@1.2, or use: [{pack: name@1.2, with: {...}}]."),
    PACK_NOT_FOUND(
            161,
            USER,
            "No pack has this name.",
            "Use one of the packs listed, or put it into packs/ or a folder of the search path 'packs:'."),
    PACK_VERSION_NOT_FOUND(162, USER, "The pack has no such version.", "Use one of the versions listed."),
    PACK_DAMAGED(
            163,
            USER,
            "A pack cannot be read, or is not what its place says.",
            "Get the pack again from the team that publishes it."),
    PACK_PIN(
            164,
            USER,
            "A pack or one of its jars is not the one whose SHA-256 is pinned.",
            "Get the right file; if the new one is wanted, write its hash into the pin."),
    MADE_TYPE(
            201,
            USER,
            "A step says that it makes a column of a type that is not known.",
            "Correct the step's type, or report it to the author of its plug-in."),
    UNKNOWN_COLUMN(
            202,
            USER,
            "A column is read that neither the source nor a step before gives.",
            "Use the name of a column that exists at this place; case counts."),
    REMOVED_COLUMN(
            203, USER, "A column is read that an earlier step removed.", "Use its new name, or move the step up."),
    COLUMN_CASE(
            204,
            USER,
            "Two columns exist at the same time whose names differ only in case.",
            "Rename or remove one; case does not tell columns apart."),
    CANNOT_CONVERT(
            205,
            USER,
            "A column's type cannot become the target's type.",
            "Change the target's type or add a step that converts."),
    INVALID_LITERAL(
            206, USER, "A value is not one of its column's type.", "Write the value as the column's type is written."),
    EMPTY_RANGE(207, USER, "A lower bound lies above its upper bound.", "Swap the bounds or correct one."),
    RULE_TYPE(
            208, USER, "A rule does not suit the type of its column.", "Remove it, or use a rule that suits the type."),
    EXPRESSION_SYNTAX(210, USER, "The SQL expression cannot be parsed.", "Mend the expression at the place shown."),
    FUNCTION_NOT_ALLOWED(
            211,
            USER,
            "An SQL expression calls a function that reaches beyond the row.",
            "Use functions of the reference of functions only."),
    UNKNOWN_FUNCTION(
            212,
            USER,
            "An SQL expression calls a function that is not known.",
            "Use a function of the reference of functions."),
    SUBQUERY_NOT_ALLOWED(
            213,
            USER,
            "An SQL expression contains a query.",
            "Use only columns of the row; join before or after this pipeline."),
    AGGREGATE_NOT_ALLOWED(
            214,
            USER,
            "An SQL expression looks at more than one row, or makes more than one.",
            "Use functions of a single row; aggregate in a query over the published table."),
    NOT_DETERMINISTIC(
            215,
            USER,
            "An SQL expression may give another value when the row is read again.",
            "Make the value from the row's columns, such as sha2(id, 256)."),
    EXPRESSION_FORM(
            216,
            USER,
            "An SQL expression has a form that is not allowed here.",
            "Write it with columns, literals and functions."),
    EXPRESSION_TOO_LONG(217, USER, "An SQL expression is too long.", "Divide it over several derive steps."),
    EXPRESSION_TOO_DEEP(218, USER, "An SQL expression nests too deep.", "Divide it over several derive steps."),
    EXPRESSION_REFUSED(
            219,
            USER,
            "Spark refuses an expression of a step: arguments or types do not fit.",
            "Mend the expression as the message says."),
    UNUSED_COLUMN(
            220, USER, "A step makes a column that nothing reads (a warning).", "Remove the step, or land the column."),
    INVALID_TIME_PATTERN(
            230,
            USER,
            "A pattern for dates or times cannot be used.",
            "Correct the pattern; see the guide on converting."),
    UNFIT_OPTIONS(231, USER, "Options of a step do not fit one another.", "Change one of them as the message says."),
    UNFIT_FIX(
            232,
            USER,
            "A fix does not suit its column, or a rule of the pipeline.",
            "Name columns of text; keep rules that look at the whole batch in a pipeline without fixes."),
    PATH_NOT_FOUND(
            301,
            EXTERNAL,
            "A path that the source names does not exist.",
            "Check the path, or use a pattern if the file may be absent."),
    PATH_UNREADABLE(
            302,
            EXTERNAL,
            "A file or folder of the source cannot be read.",
            "Check its permissions and whether the storage can be reached."),
    PATH_OUTSIDE_ROOTS(
            303,
            USER,
            "A source file lies outside the folders that the project allows.",
            "Move the file, or add its folder to the project's roots."),
    PATH_SCHEME(
            304,
            USER,
            "A path's scheme is not one from which the project may read.",
            "Use a local path, or add a root with that scheme to the project."),
    PATH_PATTERN(305, USER, "A path pattern is not well-formed.", "Mend the pattern: close each bracket and brace."),
    SOURCE_CHANGED(
            306,
            EXTERNAL,
            "A source file was altered or removed after it was listed.",
            "Run again; let a file appear under its final name only when it is complete."),
    SOURCE_DRIFT(
            309,
            DATA,
            "Columns of the source's files differ from those expected, and the pipeline's policy is to fail.",
            "Declare the columns in source.columns, or accept them once with --set source.drift=warn."),
    REFERENCE_NOT_FOUND(
            310,
            USER,
            "A table or file in which keys are looked up does not exist.",
            "Correct its name, or run the pipeline that makes it first."),
    TARGET_DIFFERS(
            401,
            USER,
            "The target table and the pipeline's columns or partitioning do not fit together.",
            "Change the pipeline to what the table has, change the table, or choose another target table."),
    QUARANTINE_DIFFERS(
            402,
            USER,
            "The quarantine table is not one that Sluice made.",
            "Name another quarantine table with target.quarantine."),
    CATALOG_UNAVAILABLE(
            403,
            EXTERNAL,
            "The catalog does not answer, or refuses.",
            "Check the catalog's address, its database and the permissions, then run again."),
    COMMIT_OUTCOME_UNKNOWN(
            404,
            EXTERNAL,
            "The catalog did not say whether a commit landed.",
            "Run again once the catalog answers: the run is kept and will be published once."),
    COMMIT_FAILED(
            405,
            EXTERNAL,
            "A commit to a table failed.",
            "Mend the cause that is named and run again: the run is kept and will be published once."),
    COMMIT_FILE_UNREADABLE(
            406,
            EXTERNAL,
            "The commit file of a prepared run is missing or damaged.",
            "Run again: unless the run has landed it is discarded, and its input lands anew."),
    TABLE_REPLACED(
            407,
            USER,
            "A table was dropped or replaced after a run had written files for it.",
            "Run again: the input lands in the table as it is now."),
    STORAGE_FULL(408, EXTERNAL, "A disk or a quota is full.", "Free space where the message says and run again."),
    JOB_FAILED(409, EXTERNAL, "The Spark job failed.", "See the cause that is named, and the log of the run."),
    BATCH_CONTENT_DIFFERS(
            501,
            USER,
            "A batch id that has landed is given again with other files.",
            "Use a new batch id for the new files, or leave it out: files that have landed are passed over."),
    LEASE_LOST(
            502,
            EXTERNAL,
            "Another process has taken over the run.",
            "Nothing was changed by this process; see what became of the run with 'sluice runs'."),
    NOTHING_SELECTED(
            503, USER, "No file matches the source's patterns.", "Check the patterns and that the files have arrived."),
    RUN_IN_PROGRESS(
            504,
            EXTERNAL,
            "Another run has taken the batch or some of its files.",
            "Wait for it to end, or publish or discard it if it is held; see 'sluice runs'."),
    RUN_HELD(
            505,
            DATA,
            "A run exceeds its budget or failed a check over its batch, and is held.",
            "Look at its report, and at its rows with 'sluice quarantine show', then publish it with 'sluice publish RUN --accept' or throw it away with 'sluice discard RUN'."),
    RUN_NOT_FOUND(506, USER, "The ledger has no run of this id.", "See the ids with 'sluice runs'."),
    RUN_ENDED(
            507,
            USER,
            "A run is not in a state in which it could be published or discarded.",
            "See its state with 'sluice runs'."),
    QUERY_INVALID(
            520,
            USER,
            "A query cannot be parsed or analysed, or is not a query.",
            "Correct the SQL; only queries over the project's tables are run."),
    NO_QUARANTINE(521, USER, "A pipeline has no quarantine table yet.", "Run the pipeline first with 'sluice run'."),
    NO_ROWS_SELECTED(
            522,
            USER,
            "No current row of the quarantine matches.",
            "See what there is with 'sluice quarantine show', and loosen the filters."),
    INVALID_EDIT(
            523,
            USER,
            "A file of corrected rows cannot be used.",
            "Use a file that 'sluice quarantine edit' wrote, and change its column raw only."),
    LEDGER_URL(
            510,
            USER,
            "The ledger's URL is not one that Sluice can use.",
            "Use jdbc:sqlite:PATH, or leave it out for a file in the project's state folder."),
    LEDGER_UNREACHABLE(
            511,
            EXTERNAL,
            "The ledger cannot be opened or answers with an error.",
            "Check that its path exists, is a file and can be written."),
    LEDGER_BUSY(
            512,
            EXTERNAL,
            "The ledger is locked by another process for too long.",
            "Try again; if it lasts, look for a process that holds the file."),
    LEDGER_FULL(513, EXTERNAL, "The ledger's disk is full.", "Free some space and run the command again."),
    LEDGER_CORRUPT(
            514,
            EXTERNAL,
            "The ledger's file is damaged or is no ledger.",
            "Put back a copy of the file; do not delete it, for it knows what has landed."),
    LEDGER_NEWER(
            515,
            EXTERNAL,
            "The ledger was written by a newer Sluice.",
            "Use that version of Sluice, or a ledger of its own."),
    INVALID_TIME(
            530,
            USER,
            "A text is no time, or no window.",
            "Write 2026-03-29, 2026-03-29T04:00 or 2026-03-29T04:00+02:00; a window as START/END."),
    AMBIGUOUS_TIME(
            531,
            USER,
            "A local time does not exist, or comes twice, where the clock is set forward or back.",
            "Write the time with its offset, as one of the two that the message shows."),
    TRIGGER_OFF_GRID(
            532, USER, "No window of the pipeline has this trigger time.", "Use one of the trigger times shown."),
    TRIGGER_IN_FUTURE(533, USER, "A trigger time lies in the future.", "Wait until then, or name an earlier trigger."),
    WINDOW_OFF_GRID(
            534, USER, "A span of time is not one window of the pipeline.", "Use one of the windows that are shown."),
    WINDOW_REVERSED(535, USER, "A window ends before it begins.", "Swap the two times or correct one."),
    WINDOW_NOT_NAMED(
            536,
            USER,
            "A pipeline with 'window:' is run without a window.",
            "Name the window; or remove 'window:' to load all files at once."),
    TOO_MANY_WINDOWS(
            537,
            USER,
            "The inputs of a run hold rows of too many windows.",
            "See whether the window column is right; load very old data with a pipeline without windows, or with longer ones."),
    WINDOW_CHANGED(
            538,
            EXTERNAL,
            "A window or its inputs changed while a run was writing it, each time that it started over; nothing was published.",
            "See who writes to the window, and run it again: it then reads all inputs of the window."),
    NO_WINDOWS(
            539,
            USER,
            "A window is asked for in a pipeline that has none.",
            "Add 'window:' to the pipeline, or leave the window out."),
    NOT_WITH_WINDOWS(
            540,
            USER,
            "Something is asked for that this version cannot do in a pipeline with windows.",
            "Do what the message names instead."),
    WINDOW_INCOMPLETE(
            541,
            EXTERNAL,
            "A window is not complete yet, as the pipeline's watermark tells.",
            "Wait until the message's condition holds; to run the window as it is, add --rerun."),
    WINDOW_OVERLAPS(
            543,
            USER,
            "A window shares time with one of other bounds that has been run before; the length or the zone of windows was changed.",
            "Change 'window:' back, go on where the windows of old end, take their runs back, or load all anew beside them with --name."),
    TARGET_CHANGED(
            550,
            EXTERNAL,
            "The target was changed after a run had begun that would have undone the change; nothing was published.",
            "Discard the run if it is still there, and load the batch again if its rows are to count."),
    UNFIT_WRITE(
            551, USER, "The target cannot be written in the way that 'write:' says.", "Change what the message names."),
    OUTDATED_ROWS(
            552,
            USER,
            "Quarantined rows are of a batch that later ones may have replaced, so they cannot be replayed.",
            "Mend the source and load its rows with the next batch; or discard the quarantined ones."),
    AUDIT_INVALID(
            560,
            USER,
            "An audit reads what it may not, or Spark refuses its query.",
            "Mend the query as the message says; it may read staged, published and result."),
    AUDIT_NOT_JUDGED(
            561,
            DATA,
            "The query of an audit failed while it ran; nothing was published.",
            "Mend the query, or the data that it stumbles over, and run again."),
    AUDIT_FAILED_SINCE(
            565,
            DATA,
            "A merge that was held fails an audit by now that it did not fail before; nothing was published.",
            "Look at the run's audits, then accept it once more, or discard it."),
    ROLLBACK_REFUSED(
            562,
            USER,
            "A published run cannot be taken back without harm to what came after it.",
            "Name the later runs with --also, or do what the message says."),
    TABLE_NOT_FOUND(
            570,
            USER,
            "A source names a table that is not there.",
            "Correct the name, or run the pipeline that makes the table first."),
    QUERY_FORM(
            571,
            USER,
            "A query of a source has a part that is not allowed, or reads no table.",
            "Write SELECT over tables of the project; see the guide about tables."),
    TABLES_WITH_WINDOWS(
            572,
            USER,
            "A pipeline with windows reads tables in a way that does not tell which rows belong to a window.",
            "Write a query that selects the window's rows, with ${window.start} and ${window.end}."),
    PIPELINE_CYCLE(
            573,
            USER,
            "Pipelines read what they write, directly or through one another.",
            "Break the cycle: let one of them read or write another table."),
    TARGET_SHARED(
            574,
            USER,
            "Two pipelines write one table, and one of them replaces rows of the other: all of them, or those of its windows.",
            "Give each its own table, or let both add to it."),
    SNAPSHOT_GONE(
            575,
            EXTERNAL,
            "A state of a table that a run was to read has expired meanwhile; nothing was published.",
            "Run it again: it then reads the tables as they are."),
    DATABASE_APPENDED(
            578,
            USER,
            "A pipeline without windows reads a database and appends: each run would land the same rows again.",
            "Give it a window, or write with mode replace or merge."),
    DATABASE_UNAVAILABLE(
            579,
            EXTERNAL,
            "The database of a source cannot be reached.",
            "Check the connection in sluice.yaml, and whether the database answers; then run it again."),
    INVALID_SELECTION(
            576,
            USER,
            "A selection of pipelines cannot be read, or names one that is not there.",
            "Write names with '+' before for what they read and behind for what reads them, separated by commas."),
    NOT_TOGETHER(577, USER, "Pipelines cannot be run together as they were asked to.", "Do what the message says."),
    VERSION_NOT_KEPT(
            580,
            USER,
            "A run is to be repeated whose configuration the ledger does not keep.",
            "Run it with the configuration of today: --with-current. What looks like a password is never kept: refer to it with ${secret:…}."),
    VERSION_CHANGED(
            581,
            USER,
            "A run is to be repeated with plug-ins, packs or a Sluice that would make other rows now.",
            "Put back what the message names, or run it with what is there today: --with-current."),
    NOT_REPEATABLE(
            582,
            USER,
            "A run cannot be repeated in the state that it is in, or is none of files.",
            "Do what the message names instead."),
    REPORT_NOT_WRITTEN(590, EXTERNAL, "The page of a run cannot be written.", "See that its folder can be written to."),
    SINK_INVALID(
            591,
            USER,
            "A sink cannot take the columns of the target, or its place is not as it must be.",
            "Do what the message names."),
    CONNECTION_INVALID(
            592,
            USER,
            "A connection to a database is declared in a way that is not allowed.",
            "Use a driver and properties of those that the message names."),
    UNKNOWN_CONNECTION(
            593,
            USER,
            "A connection is named that the project does not declare.",
            "Declare it under 'connections:' in sluice.yaml or conf/."),
    SINK_TAKEN(
            594,
            USER,
            "A sink's place holds what this pipeline has not delivered; it was left alone.",
            "Name another place, or empty this one."),
    DELIVERY_FAILED(
            595,
            EXTERNAL,
            "A sink could not be brought up to date. What is published stays published, and readers of the sink see the state"
                    + " that it had.",
            "Mend what the message names, then deliver what is missing with 'sluice deliver PIPELINE'."),
    DELIVERY_UNVERIFIED(
            596,
            EXTERNAL,
            "What was read back from a sink is not what was delivered; readers still see the state before.",
            "Deliver again with 'sluice deliver PIPELINE'; if it happens again, the place cannot hold some value as it is."),
    SINK_BUSY(
            597,
            EXTERNAL,
            "Another process delivers to the same place, or has changed it meanwhile.",
            "Deliver again with 'sluice deliver PIPELINE'."),
    PLUGIN_JAR_DAMAGED(
            601,
            USER,
            "A jar in the folder of plug-ins cannot be read, or holds no plug-in.",
            "Put the jar there again, or remove it."),
    PLUGIN_PIN(
            602,
            USER,
            "A jar in the folder of plug-ins is not the one that the project pins.",
            "If you trust the jar, write its SHA-256 to plugins.pins; else put back the one that was pinned."),
    PLUGIN_API(
            603,
            USER,
            "A plug-in jar was made for another version of the plug-in API.",
            "Build it against this version, and set Sluice-Api-Version in its manifest."),
    PLUGIN_DEPENDENCY(
            604,
            USER,
            "A plug-in needs a class that is neither in its jar nor in Sluice.",
            "Pack the library that has the class into the plug-in's jar."),
    DUPLICATE_PLUGIN(
            605, USER, "Two plug-ins of the same kind have the same name.", "Remove one of them, or rename it."),
    PLUGIN_OUT_OF_MEMORY(
            606,
            EXTERNAL,
            "The memory ran out while a plug-in was running; nothing was published.",
            "Give the JVM more memory, or report it to the plug-in's author."),
    PLUGIN_RUNAWAY(
            607,
            EXTERNAL,
            "A plug-in does not end, even when it is interrupted; nothing was published.",
            "Report it to the plug-in's author; the run's log has the thread."),
    PLUGIN_OPEN(
            608,
            EXTERNAL,
            "A plug-in cannot get ready for rows; nothing was published.",
            "Do what its message says, or report it to the plug-in's author."),
    PLUGIN_ROWS(
            609,
            EXTERNAL,
            "A plug-in of the dataset tier failed, or gave rows that cannot be used; nothing was published.",
            "Report it to the plug-in's author; the message says what is wrong."),
    INVALID_DEPLOYMENT(
            610,
            USER,
            "The name of a deployment is none that tables can end with.",
            "Take letters a-z, digits and single underscores, such as v2."),
    DEPLOYMENT_NOT_FOUND(
            611,
            USER,
            "A deployment of a pipeline is named that has published nothing yet.",
            "Run it first, with the same --name; or name one of those that the message shows."),
    DEPLOYMENT_IS_LIVE(
            612,
            USER,
            "A deployment is named that is the live one now, so that it no longer runs beside it.",
            "Leave --name out."),
    PROMOTION_REFUSED(
            613,
            USER,
            "A deployment cannot be promoted as things are; nothing was changed.",
            "Do what the message names first."),
    PROMOTION_UNDER_WAY(
            614,
            EXTERNAL,
            "A deployment of the pipeline is being promoted, so that no run of it can begin now.",
            "Run it again: it then finishes what was left, or finds it done."),
    INVALID_USAGE(701, USER, "The command line is not well-formed.", "See the command's --help."),
    UNKNOWN_COMMAND(702, USER, "No command has this name.", "See 'sluice --help' for the commands."),
    UNKNOWN_OPTION(703, USER, "The command has no such option.", "See the command's --help."),
    INVALID_ARGUMENT(704, USER, "The value of an option or argument cannot be used.", "See the command's --help."),
    PROJECT_EXISTS(
            705,
            USER,
            "The folder holds a project already, or a file that would be overwritten.",
            "Name another folder."),
    FILE_UNWRITABLE(
            706, EXTERNAL, "A file or folder cannot be written.", "Check its permissions and the space on its disk."),
    DOCTOR_FAILED(707, EXTERNAL, "A check of doctor failed.", "Do what the check says."),
    JAVA_UNFIT(
            708, USER, "There is no Java, or one too old.", "Install JDK 17 or later, or set JAVA_HOME to its folder."),
    BUILD_FAILED(709, USER, "Sluice cannot be built from its sources.", "Read what Maven says, and mend it."),
    NO_TESTS(
            730,
            USER,
            "No case of the project's tests is selected.",
            "Write one into a YAML file of tests/, or name a file, a pipeline or a part of a case's name that there is."),
    INVALID_TEST(731, USER, "A case of a test contradicts itself, or lacks something.", "Correct the case."),
    INTERNAL_ERROR(900, INTERNAL, "A defect of Sluice.", "Please report it with the log of the run."),
    ROWS_UNBALANCED(
            901,
            INTERNAL,
            "The rows read are not all accounted for; nothing was published.",
            "Please report it with the log of the run."),
    INVALID_ROW_WRITTEN(
            902,
            INTERNAL,
            "A row that the table cannot hold reached the writer; nothing was published.",
            "Please report it with the log of the run.");

    private final int number;
    private final ErrorType type;
    private final String summary;
    private final String remedy;

    ErrorCode(int number, ErrorType type, String summary, String remedy) {
        this.number = number;
        this.type = type;
        this.summary = summary;
        this.remedy = remedy;
    }

    /** The code as users see it, such as {@code SLU-102}. */
    public String id() {
        return String.format(Locale.ROOT, "SLU-%03d", number);
    }

    public ErrorType type() {
        return type;
    }

    /** One sentence for the reference. */
    public String summary() {
        return summary;
    }

    /** What to do about it, one sentence. */
    public String remedy() {
        return remedy;
    }
}
