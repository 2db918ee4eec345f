package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.ApiToken;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.location.FunctionOptions;
import dev.anabranch.cli.internal.location.ServedWorkflows;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.project.LineDifference;
import dev.anabranch.cli.internal.project.ProjectBuild;
import dev.anabranch.cli.internal.project.ProjectClasses;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.InterruptSignal;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.console.internal.ConsoleServer;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.stores.internal.http.server.AddressInUse;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code anabranch dev}. */
@Command(
        name = "dev",
        description = {
            "Watch a project: compile each change, check its workflows, and show what changed.",
            "",
            "Errors are shown with their file and line, and changes of a workflow as the changed lines of `anabranch explain`."
                    + " The next `run` in another terminal uses the new classes. The command also holds the data folder and serves"
                    + " the console on 127.0.0.1, until Ctrl-C; runs that the page starts use the new classes, too."
        })
final class DevCommand implements Callable<Integer> {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final CommandContext console;

    @Option(
            names = "--project",
            paramLabel = "<dir>",
            description = "The folder of the project. Default: the current folder.")
    private Path project = Path.of("");

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "0",
            description = "The port of the console; 0 for any free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private FunctionOptions functions = new FunctionOptions();

    private final Map<String, List<String>> explanations = new LinkedHashMap<>();
    private volatile ServedWorkflows served = new ServedWorkflows(List.of(), List.of());

    DevCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ProjectBuild build = ProjectBuild.of(console.folder().resolve(project));
        InterruptSignal interruption = InterruptSignal.ofTheProcess();
        LocalCloud.Settings settings = new LocalCloud.Settings(
                data.required(console), null, EngineQuotas.aws(), ServeCommand.LOST_AFTER, functions.settings(console));
        try (LocalCloud local = LocalCloud.open(settings);
                ConsoleServer page = ConsoleServer.bind(
                        () -> served.transports(local).get(),
                        name -> served.servedDefinition(name),
                        console::unanswered,
                        ApiToken.of(console),
                        port)) {
            local.unfinishedWrites().forEach(sentence -> console.err().println("anabranch: " + sentence));
            interruption.onExit(local.cloud()::exits);
            build.begin(ProcessHandle.current().pid());
            Map<Path, FileTime> sources = build.sources();
            update(build, local);
            local.goOn();
            local.share(List.of());
            page.open();
            console.out().println("Console   " + page.uri());
            console.out().println("Watching  " + build.project() + ". Ctrl-C ends this command.");
            console.out().flush();
            while (!interruption.await(INTERVAL)) {
                Map<Path, FileTime> now = build.sources();
                if (!now.equals(sources)) {
                    sources = now;
                    update(build, local);
                }
            }
        } catch (AddressInUse e) {
            throw new UsageError(e.getMessage() + " Choose another with `--port`.", e);
        } finally {
            build.end();
            interruption.handled();
        }
        return ExitCode.OK;
    }

    /** Compiles the project, and shows what is wrong or what has changed. */
    private void update(ProjectBuild build, LocalCloud local) {
        Instant began = console.clock().instant();
        List<String> errors = build.compile();
        errors.forEach(console.out()::println);
        if (errors.isEmpty()) {
            // Not closed: runs that the page has started may still load classes.
            ProjectClasses classes = build.load(DevCommand.class.getClassLoader());
            WorkflowCatalogue catalogue = WorkflowCatalogue.in(classes);
            catalogue.emptinessWithoutParents().forEach(sentence -> console.out()
                    .println(sentence));
            catalogue.workflows().forEach(this::check);
            explanations.keySet().removeIf(name -> catalogue.find(name).isEmpty());
            try {
                served = ServedWorkflows.deploy(local, catalogue, console);
            } catch (UsageError none) {
                // The findings have been printed.
            }
        }
        Duration took = Duration.between(began, console.clock().instant());
        console.out()
                .println((errors.isEmpty() ? "Compiled in " : "Not compiled: " + counted(errors.size()) + " in ")
                        + took.toMillis() + " ms.");
        console.out().flush();
    }

    private static String counted(int errors) {
        return errors == 1 ? "1 error" : errors + " errors";
    }

    /** Prints the warnings about a workflow, and the lines of its explanation that have changed. */
    private void check(Workflow<?, ?> workflow) {
        Definition definition;
        try {
            definition = Definition.of(workflow, Target.AWS, new DefinitionThread());
        } catch (InvalidDefinition invalid) {
            return; // Deploying it prints its findings.
        }
        definition.findings().forEach(finding -> console.out().println(finding));
        List<String> lines = ExplainCommand.withDefaults(definition)
                .text(console.terminal().unicode())
                .lines()
                .toList();
        @Nullable List<String> before = explanations.put(workflow.name(), lines);
        if (before != null && !before.equals(lines)) {
            console.out().println("The plan of `" + workflow.name() + "` has changed:");
            LineDifference.of(before, lines).forEach(line -> console.out().println("  " + line));
        }
    }
}
