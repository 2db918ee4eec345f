package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.DeploymentOptions;
import dev.anabranch.cli.internal.location.RemoteTarget;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.client.internal.ClientRun;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch open}. */
@Command(
        name = "open",
        description = {
            "Open the page about a run of a deployment in the browser, and print its address.",
            "",
            "With --stack it is the page of the console of Step Functions, otherwise what",
            "the run API says of the run."
        })
final class OpenCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "A run that `anabranch runs` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String run;

    @Option(names = "--print", description = "Print the address only.")
    private boolean print;

    @Mixin
    private DeploymentOptions deployment = new DeploymentOptions();

    OpenCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RemoteTarget target = deployment.target(console);
        ClientRun found = target.client().get(run);
        URI page = target.page(found.workflow(), found.id());
        console.out().println(page);
        // Nobody sits before a script.
        if (!print && console.terminal().live() && !console.host().browser().show(page)) {
            console.err().println("anabranch: There is no browser here to open it with; $BROWSER can name one.");
        }
        return ExitCode.OK;
    }
}
