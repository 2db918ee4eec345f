package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.ApiToken;
import dev.anabranch.cli.internal.location.FolderTransport;
import dev.anabranch.cli.internal.location.FunctionOptions;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.location.ServedWorkflows;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.InterruptSignal;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.console.internal.ConsoleServer;
import dev.anabranch.console.internal.ConsoleWorkflows;
import dev.anabranch.console.internal.DefinedWorkflow;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.stores.internal.http.server.AddressInUse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code anabranch console}. */
@Command(
        name = "console",
        description = {
            "Show runs in the browser: their graphs, items, errors and results.",
            "",
            "The page is served on 127.0.0.1 until Ctrl-C. It shows the runs of a data folder and can start runs in it, or"
                    + " it shows those of a deployment. If another process holds the data folder, such as `anabranch run`, it"
                    + " shows that process's runs.",
            "",
            "If the variable " + ApiToken.VARIABLE + " is set, the page asks for its value."
        })
public final class ConsoleCommand implements Callable<Integer> {

    private static final String PORT = "4573";

    /** The address of the run API on the default port. */
    public static final String API = "http://127.0.0.1:" + PORT + "/api";

    private final CommandContext console;

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = PORT,
            description = "The port of the page; 0 for any free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--print", description = "Print the address, and do not open the browser.")
    private boolean print;

    @Mixin
    private RunTarget target = new RunTarget();

    @Mixin
    private FunctionOptions functions = new FunctionOptions();

    private volatile ConsoleWorkflows workflows = ServedWorkflows.ofClassPath();

    ConsoleCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (port < 0 || port > 65_535) {
            throw new UsageError("`--port` is " + port + ", but must be a port from 0 to 65535.");
        }
        InterruptSignal interruption = InterruptSignal.ofTheProcess();
        try {
            if (target.isRemote()) {
                Transport deployment = target.remote(console).transport();
                show(() -> deployment, ServedWorkflows.ofClassPath(), interruption);
                return ExitCode.OK;
            }
            Path folder = target.data().required(console);
            // As for `serve`, so that runs that the page starts resume after a restart.
            LocalCloud.Settings settings = new LocalCloud.Settings(
                    folder, null, EngineQuotas.aws(), ServeCommand.LOST_AFTER, functions.settings(console));
            try (FolderTransport runs =
                    FolderTransport.following(folder, console, () -> open(settings, interruption))) {
                show(() -> runs, new CurrentWorkflows(), interruption);
            }
        } catch (AddressInUse e) {
            throw new UsageError(e.getMessage() + " Choose another with `--port`.", e);
        } finally {
            interruption.handled();
        }
        return ExitCode.OK;
    }

    /** Opens the folder, resumes its runs, and shares it with other processes. */
    private FolderTransport.OpenFolder open(LocalCloud.Settings settings, InterruptSignal interruption)
            throws IOException {
        LocalCloud local = LocalCloud.open(settings);
        boolean opened = false;
        try {
            local.unfinishedWrites().forEach(sentence -> console.err().println("anabranch: " + sentence));
            ServedWorkflows served = ServedWorkflows.deploy(local, console);
            interruption.onExit(local.cloud()::exits);
            local.goOn();
            served.share(local);
            workflows = served.forConsole();
            opened = true;
            return new FolderTransport.OpenFolder(served.transports(local), local);
        } finally {
            if (!opened) {
                local.close();
            }
        }
    }

    /** The workflows of the class path: which of them can be started is known once this process holds the folder. */
    private final class CurrentWorkflows implements ConsoleWorkflows {

        @Override
        public Optional<DefinedWorkflow> find(String name) {
            return workflows.find(name);
        }

        @Override
        public Map<String, String> descriptions() {
            return workflows.descriptions();
        }

        @Override
        public Optional<List<UnusableWorkflow>> unusable() {
            return workflows.unusable();
        }
    }

    private void show(Supplier<Transport> api, ConsoleWorkflows workflows, InterruptSignal interruption) {
        try (ConsoleServer server =
                ConsoleServer.bind(api, workflows, console::unanswered, ApiToken.of(console), port)) {
            server.open();
            URI page = server.uri();
            console.out().println(page);
            console.out().flush();
            if (!print && console.terminal().live() && !console.host().browser().show(page)) {
                console.err().println("anabranch: No browser was found to open the page. Open the address yourself.");
            }
            interruption.await();
        }
    }
}
