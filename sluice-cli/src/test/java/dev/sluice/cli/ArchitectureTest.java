package dev.sluice.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static JavaClasses sluice;

    @BeforeAll
    static void read() {
        sluice = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.sluice");
    }

    /** A third of the heap that other tests of this process would look over at each collection. */
    @AfterAll
    static void forget() {
        sluice = null;
    }

    @Test
    void apiSeesOnlyTheJdkJspecifyAndSparksColumn() {
        classes()
                .that()
                .resideInAPackage("dev.sluice.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.sluice.api..", "java..", "org.jspecify..", "org.apache.spark.sql..")
                .because("whoever writes a plug-in must not be bound to anything but this promise")
                .check(sluice);
    }

    @Test
    void builtInPluginsSeeNoMoreThanAnyPlugin() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.plugins..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.sluice..")
                        .and(not(resideInAnyPackage("dev.sluice.api..", "dev.sluice.plugins.."))))
                .because("the built-in converters and validators are the api's first customers")
                .check(sluice);
    }

    @Test
    void coreKnowsNothingOfSparkButTheGrammarOfItsExpressions() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.core..")
                .and()
                .resideOutsideOfPackage("dev.sluice.core.expression..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.iceberg..", "org.apache.hadoop..", "scala..")
                .because("commands without Spark start in half a second, and core's tests take milliseconds")
                .check(sluice);
    }

    @Test
    void modulesSeeOnlyThoseBelowThem() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.spark..", "dev.sluice.cli..", "dev.sluice.plugins..")
                .because("core is what can be known without Spark")
                .check(sluice);
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.cli..", "dev.sluice.plugins..")
                .because("programs use Sluice in their own session, without the commands")
                .check(sluice);
    }

    @Test
    void suitesForPluginsInPlainJavaNeedNoSpark() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.sluice.testkit", "dev.sluice.testkit.row..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "dev.sluice.spark..", "dev.sluice.core..")
                .because("whoever writes a plug-in in plain Java tests it without Spark")
                .check(sluice);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.sluice.api..",
                        "dev.sluice.plugins..",
                        "dev.sluice.core..",
                        "dev.sluice.spark..",
                        "dev.sluice.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.testkit..", "org.junit..")
                .because("what runs in production brings no tests")
                .check(sluice);
    }

    @Test
    void icebergIsImportedOnlyWhereSparkIs() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sluice.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.iceberg..")
                .because("what a new version of Iceberg breaks is mended in one module")
                .check(sluice);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.sluice.(*).(*)..")
                .should()
                .beFreeOfCycles()
                .because("a package that can be read by itself can be changed by itself")
                .check(sluice);
    }

    @Test
    void onlyTheCommandLinePrintsOnStandardStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sluice.cli..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("stdout carries the result of a command and nothing else")
                .check(sluice);
    }
}
