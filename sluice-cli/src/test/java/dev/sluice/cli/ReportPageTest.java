package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.api.Stage;
import dev.sluice.core.report.BadReason;
import dev.sluice.core.report.BadRow;
import dev.sluice.core.report.Distribution;
import dev.sluice.core.report.FileRows;
import dev.sluice.core.report.GraphNode;
import dev.sluice.core.report.GraphNode.Kind;
import dev.sluice.core.report.Phase;
import dev.sluice.core.report.PipelineGraph;
import dev.sluice.core.report.ReportWriter;
import dev.sluice.core.report.RunFacts;
import dev.sluice.core.report.RunReport;
import dev.sluice.core.report.StageTiming;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The report as a real browser shows it. Needs Chromium and its driver where Debian puts them; without them it fails on
 * CI and is skipped elsewhere.
 */
class ReportPageTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String IMAGE = "<img src=x onerror=alert(1)>";
    private static final String SCRIPT = "</script><script>alert(2)</script>";

    @TempDir
    static Path folder;

    private static ChromeDriver browser;

    @BeforeAll
    static void openBrowser() {
        boolean present = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        if (!present && "true".equals(System.getenv("CI"))) {
            fail("Cannot look at the report: install %s and %s (apt-get install chromium chromium-driver)"
                    .formatted(BROWSER, DRIVER));
        }
        assumeTrue(present, "no " + BROWSER + " with " + DRIVER + " here: the report is not looked at");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"));
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        browser = new ChromeDriver(service, options);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void openReport() {
        Path file = folder.resolve("report.html");
        ReportWriter.write(hostileReport(), file);
        scheme("light");
        browser.manage().window().setSize(new Dimension(1280, 900));
        browser.get("about:blank");
        // What the browser's own first page asked for is not the report's doing.
        browser.manage().logs().get(LogType.PERFORMANCE);
        browser.get(file.toUri().toString());
    }

    @Test
    void pageOpensFromAFolderWithoutRequestsOrErrors() {
        List<String> requests = StreamSupport.stream(
                        browser.manage().logs().get(LogType.PERFORMANCE).spliterator(), false)
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .filter(message -> !message.contains("\"url\":\"file:") && !message.contains("\"url\":\"data:"))
                .toList();

        assertThat(requests).isEmpty();
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
        assertThat(browser.findElement(By.tagName("h1")).getText()).isEqualTo("70 of 100 rows landed.");
    }

    @Test
    void edgesOfTheGraphShowTheirRows() {
        List<String> rows = browser.findElements(By.cssSelector(".graph .edge .rows")).stream()
                .map(WebElement::getText)
                .toList();

        assertThat(rows).containsExactly("100", "20", "80", "10", "70", "30");
    }

    @Test
    void hostileValuesAreShownAsTextAndRunNothing() {
        assertThat(browser.findElements(By.cssSelector("main img, main script")))
                .isEmpty();
        assertThat(browser.executeScript("return document.scripts.length")).isEqualTo(1L);
        assertThat(browser.findElement(By.cssSelector(".samples .raw")).getText())
                .contains(IMAGE, SCRIPT);
        assertThat(browser.getTitle()).startsWith(SCRIPT);
    }

    @Test
    void darkAndLightDifferAndTheButtonTurnsOneIntoTheOther() {
        String light = background();
        scheme("dark");
        String dark = background();
        WebElement button = browser.findElement(By.id("theme"));
        button.click();

        assertThat(dark).isNotEqualTo(light);
        assertThat(background()).isEqualTo(light);
        assertThat(button.getText()).isEqualTo("Dark");
    }

    @Test
    void narrowScreenNeedsNoSidewaysScrollingOfThePage() {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 420, "height", 900, "deviceScaleFactor", 1, "mobile", true));

        assertThat((Long) browser.executeScript("return document.documentElement.scrollWidth"))
                .isEqualTo(420L);

        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    @Test
    void textHasEnoughContrastInBothSchemes() {
        for (String scheme : List.of("light", "dark")) {
            scheme(scheme);
            assertThat((Double) browser.executeScript(CONTRAST)).as(scheme).isGreaterThanOrEqualTo(4.5);
        }
    }

    /** The least contrast of any text with the nearest background behind it, by the formula of WCAG 2. */
    private static final String CONTRAST = """
            const part = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
            const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
            const behind = (e) => {
              for (; e; e = e.parentElement) {
                const c = rgb(getComputedStyle(e).backgroundColor);
                if (c.length === 3 || c[3] > 0) return c;
              }
              return [255, 255, 255];
            };
            let least = 21.0;
            for (const e of document.querySelectorAll('body *:not(svg):not(svg *):not(script)')) {
              const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
              if (!own || !e.checkVisibility()) continue;
              const a = light(rgb(getComputedStyle(e).color)), b = light(behind(e));
              least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
            }
            return least + 1e-9;
            """;

    private static String background() {
        return (String) browser.executeScript("return getComputedStyle(document.body).backgroundColor");
    }

    private static void scheme(String name) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }

    private static RunReport hostileReport() {
        ReasonCount corrupt = new ReasonCount(Stage.PARSE, "CORRUPT_RECORD", IMAGE, null, 20);
        ReasonCount range = new ReasonCount(Stage.VALIDATE, "OUT_OF_RANGE", SCRIPT, IMAGE, 10);
        String file = "file:///inbox/" + "long-name-".repeat(30) + ".csv";
        BadRow row = BadRow.of(
                file,
                1,
                IMAGE + SCRIPT + "x".repeat(1 << 20),
                List.of(
                        new BadReason(Stage.PARSE, "CORRUPT_RECORD", IMAGE, List.of(), null, SCRIPT),
                        new BadReason(
                                Stage.VALIDATE, "OUT_OF_RANGE", SCRIPT, List.of(IMAGE), "\u202E\u001b[31m", IMAGE)));
        PipelineGraph graph = new PipelineGraph(
                List.of(
                        new GraphNode(Kind.SOURCE, file, "files", OptionalLong.of(100), 0),
                        new GraphNode(Kind.PARSER, IMAGE, "parse", OptionalLong.of(100), 20),
                        new GraphNode(Kind.VALIDATORS, SCRIPT, "validate", OptionalLong.of(80), 10)),
                new GraphNode(Kind.TARGET, IMAGE, "landed", OptionalLong.of(70), 0),
                new GraphNode(Kind.QUARANTINE, SCRIPT, "quarantined", OptionalLong.of(30), 0),
                0);
        RunResult result = new RunResult(
                SCRIPT,
                IMAGE,
                SCRIPT,
                RunState.PUBLISHED,
                new RowCounts(100, 70, 30, 0, 0),
                List.of(corrupt, range),
                OptionalLong.of(1),
                null,
                List.of(IMAGE, SCRIPT),
                null,
                2.5);
        RunFacts facts = new RunFacts(
                IMAGE,
                Optional.of(SCRIPT),
                Instant.parse("2031-05-01T12:00:00Z"),
                IMAGE,
                SCRIPT,
                OptionalLong.empty(),
                1,
                4096,
                "f".repeat(64),
                IMAGE,
                Map.of("Spark", SCRIPT));
        StageTiming stage = new StageTiming(
                0, IMAGE, 10, 2000, 3, 1, Distribution.of(5, 6, 1900), Distribution.of(30, 30, 40), 7, 0, 0, 1 << 20);
        return new RunReport(
                result,
                facts,
                null,
                graph,
                List.of(row),
                List.of(new FileRows(file, 4096, OptionalLong.of(100), 30, IMAGE)),
                List.of(new Phase(SCRIPT, 0, 10)),
                List.of(stage));
    }
}
