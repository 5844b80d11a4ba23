package dev.sluice.cli.pluginjar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.row.RowValidator;
import dev.sluice.cli.template.NewPlugin;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import dev.sluice.testkit.row.RowValidatorContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's plug-in and what {@code init --plugin} writes: compiled, tested without Spark, and run. */
class PluginProjectTest {
    private static final Path EXAMPLE =
            Path.of("../examples/plugin-iban").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @TempDir
    Path work;

    @Test
    void exampleDoesWhatItsReadmePromises() throws Exception {
        Path iban4j = JarBuilder.LIBRARIES.resolve("iban4j.jar");
        test(EXAMPLE, "com.example.iban.IbanValidatorTest", List.of(iban4j));
        test(EXAMPLE, "com.example.iban.IbanValidatorContractTest", List.of(iban4j));
        copy(EXAMPLE.resolve("project"), folder);
        jar(EXAMPLE).library(iban4j).build(folder.resolve("plugins/plugin-iban-1.0.0.jar"));

        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("example of a plug-in")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        Project project = Project.open(folder, Optional.empty(), List.of(), Map.of());
        try (Sluice sluice = Sluice.open(project, spark)) {
            RunResult result = sluice.run("accounts", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(result.rows().landed()).isEqualTo(2);
            assertThat(result.counters()).contains(new CounterTotal("own_iban", "with_spaces", 1));
            assertThat(sluice.quarantine("accounts", QuarantineFilter.ALL)
                            .selectExpr("record_no", "explode(reasons) as r")
                            .selectExpr("concat_ws(' ', record_no, r.code, r.columns[0], r.value)")
                            .collectAsList())
                    .extracting(row -> row.getString(0))
                    .containsExactlyInAnyOrder(
                            "3 IBAN_CHECK_DIGITS iban DE88370400440532013000",
                            "4 IBAN_COUNTRY iban GB82WEST12345698765432",
                            "5 IBAN_CHECK_DIGITS payees[1].iban DE00370400440532013000");
        }
    }

    @Test
    void newPlugInProjectPassesItsTestAndIsFoundInAProject() throws Exception {
        Path made = work.resolve("card-check");
        NewPlugin plugin = new NewPlugin(made, "Card-check", "0.1.0");
        plugin.write();
        assertThat(plugin.written()).hasSize(7);
        assertThat(made.resolve("pom.xml"))
                .content()
                .contains("<artifactId>card-check</artifactId>", "<sluice.version>0.1.0</sluice.version>")
                .doesNotContain("{{");

        test(made, "com.example.cardcheck.CardCheckValidatorTest", List.of());
        test(made, "com.example.cardcheck.CardCheckValidatorContractTest", List.of());
        jar(made).build(folder.resolve("plugins/card.jar"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: cards\n");
        assertThat(Project.open(folder, Optional.empty(), List.of(), Map.of())
                        .plugins()
                        .validator("card_check"))
                .isPresent();
    }

    private JarBuilder jar(Path project) throws IOException {
        JarBuilder builder = new JarBuilder(work);
        sources(project.resolve("src/main/java"), builder);
        Path services = project.resolve("src/main/resources/META-INF/services/" + RowValidator.class.getName());
        return builder.service(RowValidator.class, Files.readString(services).strip());
    }

    /** Runs the test methods with nothing of Spark to be found. */
    private void test(Path project, String name, List<Path> libraries) throws Exception {
        JarBuilder builder = new JarBuilder(work).compiledWith(System.getProperty("java.class.path"));
        sources(project.resolve("src/main/java"), builder);
        sources(project.resolve("src/test/java"), builder);
        libraries.forEach(builder::library);
        List<URL> urls = new ArrayList<>();
        urls.add(builder.build(work.resolve(name + ".jar")).toUri().toURL());
        for (String path : JarBuilder.api()) {
            urls.add(Path.of(path).toUri().toURL());
        }
        urls.add(
                RowValidatorContract.class.getProtectionDomain().getCodeSource().getLocation());
        URL junit = Test.class.getProtectionDomain().getCodeSource().getLocation();
        urls.add(junit);
        urls.add(org.opentest4j.AssertionFailedError.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation());
        urls.add(org.junit.platform.commons.JUnitException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation());
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> test = loader.loadClass(name);
            var constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            int run = 0;
            for (var method : methods(test)) {
                if (Stream.of(method.getAnnotations())
                        .anyMatch(each -> each.annotationType().getName().equals(Test.class.getName()))) {
                    method.setAccessible(true);
                    method.invoke(constructor.newInstance());
                    run++;
                }
            }
            assertThat(run).isPositive();
        }
    }

    /** Its own, and those of the suite that it extends. */
    private static List<Method> methods(Class<?> test) {
        List<Method> methods = new ArrayList<>();
        for (Class<?> type = test; type != null; type = type.getSuperclass()) {
            methods.addAll(List.of(type.getDeclaredMethods()));
        }
        return methods;
    }

    private static void sources(Path root, JarBuilder builder) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String name =
                        root.relativize(file).toString().replace(".java", "").replace('/', '.');
                builder.source(name, Files.readString(file));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> !each.toString().contains(".sluice"))
                    .toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
