package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.ItemsOption;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.output.ActionText;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch actions}. */
@Command(name = "actions", description = "List the actions of a run; those of a fan-out in the order of its items.")
final class ActionsCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of a run, as listed by `anabranch runs`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Option(names = "--node", paramLabel = "<node>", description = "List only the actions of this node.")
    private @Nullable String node;

    @Option(
            names = "--prefix",
            paramLabel = "<text>",
            description = "List only actions of nodes whose names begin with this text.")
    private String prefix = "";

    @Option(
            names = "--status",
            paramLabel = "<status>",
            description = "List only actions with this status: ${COMPLETION-CANDIDATES}.")
    private @Nullable ActionStatus status;

    @Mixin
    private ItemsOption items = new ItemsOption();

    @Option(names = "--input", description = "Print the input of each action, and where it is stored.")
    private boolean input;

    @Option(
            names = "--limit",
            paramLabel = "<count>",
            description = "List at most this number of actions. Default: all.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Mixin
    private RunTarget target = new RunTarget();

    ActionsCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new UsageError("`--limit` is " + limit + ", but must be at least 1.");
        }
        try (OpenRuns open = target.open(console)) {
            ActionFilter wanted =
                    new ActionFilter(Optional.ofNullable(node), prefix, Optional.ofNullable(status), items.ranges());
            ActionInputs inputs = input ? new ActionInputs(open.client(), run) : null;
            try (Stream<ClientAction> actions = open.client().actions(run, wanted, limit)) {
                actions.forEach(action -> print(action, inputs));
            }
        }
        return ExitCode.OK;
    }

    private void print(ClientAction action, @Nullable ActionInputs inputs) {
        if (json) {
            console.out().println(RecordJson.of(action, inputs));
            return;
        }
        console.out().println(ActionText.of(action));
        if (inputs != null) {
            console.out().print(ActionText.input(action, run, inputs, target.again()));
        }
    }
}
