package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.AnswerArgument;
import dev.anabranch.cli.internal.location.IdempotencyKeys;
import dev.anabranch.cli.internal.location.ItemsOption;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.client.internal.ClientSignal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch signal}. */
@Command(
        name = "signal",
        description = {
            "Answer an action that waits for an answer.",
            "",
            "The first answer wins. An answer of another type is refused and the action continues to wait. `anabranch waiting` lists what"
                    + " waits."
        })
final class SignalCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(index = "0", paramLabel = "<run>", description = "The id of the run.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Parameters(index = "1", paramLabel = "<node>", description = "The node that waits.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String node;

    @Option(names = "--value", paramLabel = "<json>", required = true, description = "The answer as JSON.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String value;

    @Mixin
    private ItemsOption items = new ItemsOption();

    @Mixin
    private RunTarget target = new RunTarget();

    SignalCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (OpenRuns open = target.open(console)) {
            List<ClientSignal> outcomes = open.client()
                    .signal(
                            run,
                            node,
                            AnswerArgument.parse("--value", value),
                            items.ranges(),
                            items.label(),
                            IdempotencyKeys.next(console.host().random()));
            outcomes.forEach(outcome -> console.out().println(line(outcome)));
            return outcomes.stream().allMatch(ClientSignal::accepted) ? ExitCode.OK : ExitCode.WRONG_COMMAND;
        }
    }

    private static String line(ClientSignal outcome) {
        String action = outcome.node() + (outcome.path().isEmpty() ? "" : "[" + outcome.path() + "]");
        return action + "  " + outcome.reason().orElse("answered");
    }
}
