package dev.sluice.cli;

import dev.sluice.api.Location;
import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.core.config.ResolvedConfig;
import dev.sluice.core.config.Setting;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the configuration after all layers, and where a value comes from. */
@Command(
        name = "config",
        headerHeading =
                "Examples:%n  sluice config orders --resolved -e prod%n  sluice config orders --why source.files%n%n",
        header = "Show the merged configuration, or which layer set a key.",
        sortOptions = false)
final class ConfigCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            paramLabel = "PIPELINE",
            arity = "0..1",
            description = "The pipeline; without it, what all pipelines share.")
    @Nullable
    String pipeline;

    @Option(names = "--resolved", description = "Print the whole after all layers, as YAML (the default).")
    boolean resolved;

    @Option(names = "--why", paramLabel = "KEY", description = "Print every layer that set the key, the winner last.")
    @Nullable
    String why;

    ConfigCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ResolvedConfig config = invocation.project().config(Optional.ofNullable(pipeline));
        if (why != null) {
            why(config, why);
        } else if (invocation.options().output == OutputFormat.json) {
            JsonOutput.print(invocation.console().out(), fields -> fields.value("yaml", config.toYaml()));
        } else {
            invocation.console().out().print(config.toYaml());
        }
        return ExitStatus.OK;
    }

    private void why(ResolvedConfig config, String key) {
        List<Setting> settings = config.why(key);
        Setting winner = settings.get(settings.size() - 1);
        new ResultPrinter(invocation)
                .print(
                        List.of(
                                ResultColumn.text("wins"),
                                ResultColumn.text("value"),
                                ResultColumn.text("layer"),
                                ResultColumn.text("file"),
                                ResultColumn.number("line"),
                                ResultColumn.number("column")),
                        settings,
                        setting -> row(setting, setting.equals(winner)));
        config.value(key)
                .filter(value -> !value.equals(winner.value()))
                .ifPresent(value -> invocation.note("%s = %s".formatted(key, value)));
    }

    private static List<@Nullable Object> row(Setting setting, boolean wins) {
        Location at = setting.location();
        List<@Nullable Object> row = new java.util.ArrayList<>();
        row.add(wins ? "*" : "");
        row.add(setting.value());
        row.add(setting.layer());
        row.add(at.file());
        row.add(at.line() == 0 ? null : at.line());
        row.add(at.line() == 0 ? null : at.column());
        return row;
    }
}
