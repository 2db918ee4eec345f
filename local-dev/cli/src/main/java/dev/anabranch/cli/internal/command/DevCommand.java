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
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.console.internal.ConsoleServer;
import dev.anabranch.console.internal.ConsoleWorkflows;
import dev.anabranch.console.internal.DefinedWorkflow;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.stores.internal.http.server.AddressInUse;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.FolderProcesses;
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
import java.util.Optional;
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
                    + " the console on 127.0.0.1, until Ctrl-C; runs that the page starts use the new classes, too. If another"
                    + " process holds the folder, it only compiles and checks."
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
    private volatile ServedWorkflows served = ServedWorkflows.NONE;

    DevCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ProjectBuild build = ProjectBuild.of(console.folder().resolve(project));
        InterruptSignal interruption = InterruptSignal.ofTheProcess();
        Path folder = data.required(console);
        try {
            if (DataFolder.isHeld(folder)) {
                watchOnly(build, folder, interruption);
            } else {
                watchAndServe(build, folder, interruption);
            }
        } catch (AddressInUse e) {
            throw new UsageError(e.getMessage() + " Choose another with `--port`.", e);
        } finally {
            interruption.handled();
        }
        return ExitCode.OK;
    }

    /** Compiles and checks beside another process, such as `console`, that holds the data folder. */
    private void watchOnly(ProjectBuild build, Path folder, InterruptSignal interruption) {
        String holder = new FolderProcesses(folder).holderText().orElse("another process");
        console.err()
                .println("anabranch: The data folder `" + folder + "` is held by " + holder
                        + ". This command compiles and checks the project, but serves no console. The next `run` uses the"
                        + " new classes; runs that the page of that process starts do not.");
        watch(build, interruption, null, () -> {});
    }

    private void watchAndServe(ProjectBuild build, Path folder, InterruptSignal interruption) throws IOException {
        LocalCloud.Settings settings = new LocalCloud.Settings(
                folder, null, EngineQuotas.aws(), ServeCommand.LOST_AFTER, functions.settings(console));
        try (LocalCloud local = LocalCloud.open(settings);
                ConsoleServer page = ConsoleServer.bind(
                        () -> served.transports(local).get(),
                        new ConsoleWorkflows() {
                            @Override
                            public Optional<DefinedWorkflow> find(String name) {
                                return served.servedDefinition(name);
                            }

                            @Override
                            public Map<String, String> descriptions() {
                                return served.forConsole().descriptions();
                            }

                            @Override
                            public Optional<List<UnusableWorkflow>> unusable() {
                                return Optional.of(served.unusable());
                            }
                        },
                        console::unanswered,
                        ApiToken.of(console),
                        port)) {
            local.unfinishedWrites().forEach(sentence -> console.err().println("anabranch: " + sentence));
            interruption.onExit(local.cloud()::exits);
            watch(build, interruption, local, () -> {
                local.goOn();
                local.share(List.of());
                page.open();
                console.out().println("Console   " + page.uri());
            });
        }
    }

    /**
     * Compiles the project at each change, until Ctrl-C.
     *
     * @param local the cloud that its workflows are deployed to, or null for none
     * @param compiled is called once, when the project has been compiled for the first time
     */
    private void watch(
            ProjectBuild build, InterruptSignal interruption, @Nullable LocalCloud local, Runnable compiled) {
        build.begin(ProcessHandle.current().pid());
        try {
            Map<Path, FileTime> sources = build.sources();
            update(build, local);
            compiled.run();
            console.out().println("Watching  " + build.project() + ". Ctrl-C ends this command.");
            console.out().flush();
            while (!interruption.await(INTERVAL)) {
                Map<Path, FileTime> now = build.sources();
                if (!now.equals(sources)) {
                    sources = now;
                    update(build, local);
                }
            }
        } finally {
            build.end();
        }
    }

    /** Compiles the project, and shows what is wrong or what has changed. */
    private void update(ProjectBuild build, @Nullable LocalCloud local) {
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
            if (local == null) {
                ServedWorkflows.complainOf(catalogue, console);
            } else {
                deploy(local, catalogue);
            }
        }
        Duration took = Duration.between(began, console.clock().instant());
        console.out()
                .println((errors.isEmpty() ? "Compiled in " : "Not compiled: " + counted(errors.size()) + " in ")
                        + took.toMillis() + " ms.");
        console.out().flush();
    }

    private void deploy(LocalCloud local, WorkflowCatalogue catalogue) {
        try {
            served = ServedWorkflows.deploy(local, catalogue, console);
        } catch (UsageError none) {
            // The findings have been printed.
        }
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
            return; // Its findings are printed when it is deployed.
        }
        definition.findings().forEach(finding -> console.out().println(SafeText.ofLines(finding.toString())));
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
