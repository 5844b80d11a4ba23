package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.doctor.Check;
import dev.sluice.cli.doctor.Check.Verdict;
import dev.sluice.cli.doctor.MachineChecks;
import dev.sluice.cli.doctor.ProjectChecks;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.core.config.Project;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks for what could keep a pipeline from running. */
@Command(
        name = "doctor",
        headerHeading = "Examples:%n  sluice doctor%n  sluice doctor --project shop -e prod -o json%n%n",
        header = "Check Java, memory, disk, catalog, ledger, storage and plug-ins.",
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    private final Invocation invocation;

    DoctorCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>();
        boolean inProject = Files.exists(invocation.projectFolder().resolve("sluice.yaml"));
        if (inProject || invocation.options().project != null) {
            Project project = invocation.project();
            invocation.runLog().begin(project.spec().state(), "doctor", "ERROR");
            checks.addAll(MachineChecks.of(project.spec().state()));
            checks.addAll(new ProjectChecks(project).all());
        } else {
            checks.addAll(MachineChecks.of(invocation.home()));
            invocation.note("No project here: only the machine was looked at.");
        }
        new ResultPrinter(invocation)
                .print(
                        List.of(
                                ResultColumn.text("check"),
                                ResultColumn.text("verdict"),
                                ResultColumn.text("detail"),
                                ResultColumn.text("advice")),
                        checks,
                        check -> List.of(
                                check.name(),
                                check.verdict().name().toLowerCase(Locale.ROOT),
                                check.detail(),
                                check.advice()));
        List<String> failed = checks.stream()
                .filter(check -> check.verdict() == Verdict.FAIL)
                .map(Check::name)
                .toList();
        if (!failed.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.DOCTOR_FAILED, "Cannot vouch for this project: " + String.join(", ", failed) + " failed");
        }
        return ExitStatus.OK;
    }
}
