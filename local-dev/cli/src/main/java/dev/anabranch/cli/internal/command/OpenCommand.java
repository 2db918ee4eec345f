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

/** The command {@code anabranch open}. */
@Command(
        name = "open",
        description = {
            "Open the page about a run of a deployment in the browser, and print its address.",
            "",
            "With --stack, the page is the execution in the Step Functions console. Otherwise it is the run in the run API."
        })
final class OpenCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of a run, as listed by `anabranch runs`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Option(names = "--print", description = "Print the address, and do not open the browser.")
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
        if (!print && console.terminal().live() && !console.host().browser().show(page)) {
            console.err()
                    .println(
                            "anabranch: No browser was found to open the page. Set $BROWSER to one, or open the address yourself.");
        }
        return ExitCode.OK;
    }
}
