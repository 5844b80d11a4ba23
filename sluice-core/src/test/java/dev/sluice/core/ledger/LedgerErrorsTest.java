package dev.sluice.core.ledger;

import static dev.sluice.core.ledger.LedgerFixture.file;
import static dev.sluice.core.ledger.LedgerFixture.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerErrorsTest {
    @TempDir
    Path folder;

    @Test
    void urlThatNamesNoSqliteFileIsRefused() {
        for (String url : new String[] {
            "jdbc:postgresql://h/db",
            "jdbc:sqlite:",
            "jdbc:sqlite::memory:",
            "jdbc:sqlite:file:/x?mode=memory",
            "jdbc:sqlite:/x?enable_load_extension=true",
            "jdbc:sqlite:/x?synchronous=full;DROP",
            "jdbc:sqlite:/x?busy_timeout",
            "jdbc:sqlite:/\0"
        }) {
            assertThat(refused(() -> SqliteLedger.open(url)).code()).as(url).isEqualTo(ErrorCode.LEDGER_URL);
        }
        assertThat(refused(() -> SqliteLedger.open("jdbc:sqlite:/x?load=y")))
                .hasMessageContaining("parameter 'load' is not one of [busy_timeout, journal_mode, synchronous]");
    }

    @Test
    void missingFoldersAreMade() {
        String url = SqliteLedger.URL_PREFIX + folder.resolve("a/b/ledger.db");

        SqliteLedger.open(url).close();

        assertThat(folder.resolve("a/b/ledger.db")).isNotEmptyFile();
    }

    @Test
    void pathThroughAFileCannotBeOpened() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        String url = SqliteLedger.URL_PREFIX + file.resolve("ledger.db");

        assertThat(refused(() -> SqliteLedger.open(url)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNREACHABLE))
                .hasMessageContaining(file.toString());
    }

    @Test
    void folderIsNoLedger() {
        assertThat(refused(() -> SqliteLedger.open(SqliteLedger.URL_PREFIX + folder)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNREACHABLE))
                .hasMessageContaining("Cannot use the ledger " + folder);
    }

    @Test
    void ledgerThatMayNotBeWrittenIsAnError() throws Exception {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everything");
        SqliteLedger.open(url()).close();
        Files.setPosixFilePermissions(ledgerFile(), PosixFilePermissions.fromString("r--r--r--"));

        assertThat(refused(() -> begin("r1")).code()).isEqualTo(ErrorCode.LEDGER_UNREACHABLE);
    }

    @Test
    void fileThatIsNoDatabaseIsLeftAlone() throws Exception {
        String text = "This is not a database. ".repeat(500);
        Files.writeString(ledgerFile(), text);

        assertThat(refused(() -> SqliteLedger.open(url())))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_CORRUPT))
                .hasMessageContaining(ledgerFile().toString());
        assertThat(ledgerFile()).hasContent(text);
    }

    @Test
    void damagedLedgerIsAnError() throws Exception {
        begin("r1");
        try (RandomAccessFile file = new RandomAccessFile(ledgerFile().toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[(int) file.length() - 4096]);
        }

        assertThat(refused(() -> begin("r2")).code()).isEqualTo(ErrorCode.LEDGER_CORRUPT);
    }

    @Test
    void databaseOfSomebodyElseIsLeftAlone() throws Exception {
        execute("CREATE TABLE theirs (a INTEGER)");

        assertThat(refused(() -> SqliteLedger.open(url())))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_CORRUPT))
                .hasMessageContaining("Cannot create the ledger's tables in " + ledgerFile());
    }

    @Test
    void ledgerOfANewerVersionIsRefused() throws Exception {
        SqliteLedger.open(url()).close();
        execute("UPDATE ledger_schema SET version = '99'");

        assertThat(refused(() -> SqliteLedger.open(url())))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_NEWER))
                .hasMessageContaining(
                        "its tables have version 99, this Sluice knows them up to " + LedgerSchema.VERSION);
    }

    @Test
    void schemaVersionIsThatOfTheLastMigration() throws Exception {
        try (var migrations =
                Files.list(Path.of(LedgerSchema.class.getResource("migration").toURI()))) {
            assertThat(migrations
                            .map(file -> file.getFileName().toString().replaceAll("^V(\\d+)__.*$", "$1"))
                            .mapToInt(Integer::parseInt)
                            .max())
                    .hasValue(LedgerSchema.VERSION);
        }
    }

    @Test
    void ledgerThatIsLockedForTooLongIsBusy() throws Exception {
        SqliteLedger.open(url()).close();
        try (Connection other = DriverManager.getConnection(url());
                Ledger ledger = SqliteLedger.open(url() + "?busy_timeout=20")) {
            other.createStatement().execute("BEGIN IMMEDIATE");

            assertThat(refused(() -> ledger.begin(files("r1", file("a")))))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_BUSY))
                    .hasMessageContaining("another process has locked it");
        }
        begin("r2");
    }

    @Test
    void fullDiskChangesNothingAndPassesOnceThereIsSpace() throws Exception {
        SqliteLedger.open(url()).close();
        Connection connection = DriverManager.getConnection(url());
        Dialect dialect = new Dialect("1", failure -> SqliteErrors.of("L", failure));
        try (Ledger ledger = new JdbcLedger(connection, dialect, owner -> false)) {
            connection.createStatement().execute("PRAGMA max_page_count = 25");
            SourceFile[] many = IntStream.range(0, 5000)
                    .mapToObj(i -> file("with/a/long/name/" + i))
                    .toArray(SourceFile[]::new);

            assertThat(refused(() -> ledger.begin(files("r1", many))))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_FULL))
                    .hasMessageContaining("Cannot write the ledger L: its disk is full");
            assertThat(ledger.run("r1")).isEmpty();
            connection.createStatement().execute("PRAGMA max_page_count = 100000");
            assertThat(ledger.begin(files("r1", many))).isInstanceOf(Claim.Started.class);
        }
    }

    private void begin(String runId) {
        try (Ledger ledger = SqliteLedger.open(url())) {
            ledger.begin(files(runId, file(runId)));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url())) {
            connection.createStatement().execute(sql);
        }
    }

    private String url() {
        return LedgerFixture.url(folder);
    }

    private Path ledgerFile() {
        return folder.resolve("ledger.db");
    }

    private static SluiceException refused(ThrowingCallable action) {
        SluiceException refused = catchThrowableOfType(SluiceException.class, action);
        assertThat(refused).isNotNull();
        return refused;
    }
}
